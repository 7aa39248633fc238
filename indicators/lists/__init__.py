"""The lists behind the figures, ready to be shown: codes keep their column, Chinese words stand beside them."""

from indicators.lists.affiliation import doubtful_positions, unaffiliated, without_coordinates
from indicators.lists.beds import grassroots_beds
from indicators.lists.behind import Behind, behind
from indicators.lists.bookings import Bookings, booking_months, bookings
from indicators.lists.capacity import capacity_matrix
from indicators.lists.care_forecast import CareForecast, care_forecast
from indicators.lists.care_gap import CareGap, care_gap
from indicators.lists.care_months import CARE_KEYS, MonthlyRate, care_months
from indicators.lists.centres import centres
from indicators.lists.changes import year_changes
from indicators.lists.cost_months import cost_months
from indicators.lists.distance import WithinDistance, nearest_facilities, within_distance
from indicators.lists.due import due_targets
from indicators.lists.ending import Ending, ending_postings
from indicators.lists.family_doctors import family_doctors
from indicators.lists.gaps import Gap, Gaps, largest_gaps
from indicators.lists.investments import investments
from indicators.lists.lowest import low_places, lowest
from indicators.lists.monitoring import monitoring
from indicators.lists.notes import data_notes
from indicators.lists.outward import Outward, outward_specialties
from indicators.lists.pairings import lead_pairings
from indicators.lists.plausibility import plausibility
from indicators.lists.posted_parts import posted_parts
from indicators.lists.posting_reasons import (
    caliber_comparison,
    posting_rows,
    reason_tally,
    uncounted_postings,
    who_sends_to_whom,
)
from indicators.lists.questions import Question, leader_questions
from indicators.lists.referrals import MonthlyReferrals, referral_months, two_way_referrals
from indicators.lists.remote_counties import volume_by_county
from indicators.lists.remote_flows import remote_flows
from indicators.lists.remote_matrix import remote_matrix
from indicators.lists.remote_months import monthly_volumes
from indicators.lists.scorecard import Rank, ranking, scorecard
from indicators.lists.specialties import specialties
from indicators.lists.statements import statements
from indicators.lists.submission_months import came_late, submission_months, years_due
from indicators.lists.submissions import Completeness, completeness, completeness_by, submissions
from indicators.lists.suspicious import suspicious_volumes
from indicators.lists.trees import Forest, Node, Tree, consortium_trees
from indicators.lists.uncovered import uncovered_villages
from indicators.lists.unposted import overdue_postings, unposted_institutions
from indicators.lists.villages import village_modes, village_points
from indicators.lists.workforce import workforce_months

__all__ = [
    "CARE_KEYS",
    "Behind",
    "Bookings",
    "CareForecast",
    "CareGap",
    "Completeness",
    "Ending",
    "Forest",
    "Gap",
    "Gaps",
    "MonthlyRate",
    "MonthlyReferrals",
    "Node",
    "Outward",
    "Question",
    "Rank",
    "Tree",
    "WithinDistance",
    "behind",
    "booking_months",
    "bookings",
    "caliber_comparison",
    "came_late",
    "capacity_matrix",
    "care_forecast",
    "care_gap",
    "care_months",
    "centres",
    "completeness",
    "completeness_by",
    "consortium_trees",
    "cost_months",
    "data_notes",
    "doubtful_positions",
    "due_targets",
    "ending_postings",
    "family_doctors",
    "grassroots_beds",
    "investments",
    "largest_gaps",
    "lead_pairings",
    "leader_questions",
    "low_places",
    "lowest",
    "monitoring",
    "monthly_volumes",
    "nearest_facilities",
    "outward_specialties",
    "overdue_postings",
    "plausibility",
    "posted_parts",
    "posting_rows",
    "ranking",
    "reason_tally",
    "referral_months",
    "remote_flows",
    "remote_matrix",
    "scorecard",
    "specialties",
    "statements",
    "submission_months",
    "submissions",
    "suspicious_volumes",
    "two_way_referrals",
    "unaffiliated",
    "uncounted_postings",
    "uncovered_villages",
    "unposted_institutions",
    "village_modes",
    "village_points",
    "volume_by_county",
    "who_sends_to_whom",
    "within_distance",
    "without_coordinates",
    "workforce_months",
    "year_changes",
    "years_due",
]
