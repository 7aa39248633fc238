"""The lists behind the figures, ready to be shown: codes keep their column, Chinese words stand beside them."""

from indicators.lists.affiliation import doubtful_positions, unaffiliated, without_coordinates
from indicators.lists.beds import grassroots_beds
from indicators.lists.capacity import capacity_matrix, capacity_matrix_wide, capacity_tally
from indicators.lists.centres import centres
from indicators.lists.cost_months import cost_months
from indicators.lists.distance import WithinDistance, nearest_facilities, within_distance
from indicators.lists.family_doctors import family_doctors
from indicators.lists.investments import investments
from indicators.lists.monitoring import monitoring
from indicators.lists.notes import data_notes
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
from indicators.lists.remote_counties import volume_by_county
from indicators.lists.remote_flows import remote_flows
from indicators.lists.remote_matrix import remote_matrix, remote_matrix_wide
from indicators.lists.remote_months import monthly_volumes
from indicators.lists.scorecard import Rank, ranking, scorecard
from indicators.lists.specialties import specialties
from indicators.lists.statements import statements
from indicators.lists.submissions import Completeness, completeness, completeness_by, submissions
from indicators.lists.suspicious import suspicious_volumes
from indicators.lists.trees import Forest, Node, Tree, consortium_trees
from indicators.lists.uncovered import uncovered_villages
from indicators.lists.unposted import overdue_postings, unposted_institutions
from indicators.lists.villages import village_modes, village_points
from indicators.lists.workforce import workforce_months

__all__ = [
    "Completeness",
    "Forest",
    "Node",
    "Rank",
    "Tree",
    "WithinDistance",
    "caliber_comparison",
    "capacity_matrix",
    "capacity_matrix_wide",
    "capacity_tally",
    "centres",
    "completeness",
    "completeness_by",
    "consortium_trees",
    "cost_months",
    "data_notes",
    "doubtful_positions",
    "family_doctors",
    "grassroots_beds",
    "investments",
    "lead_pairings",
    "monitoring",
    "monthly_volumes",
    "nearest_facilities",
    "overdue_postings",
    "plausibility",
    "posted_parts",
    "posting_rows",
    "ranking",
    "reason_tally",
    "remote_flows",
    "remote_matrix",
    "remote_matrix_wide",
    "scorecard",
    "specialties",
    "statements",
    "submissions",
    "suspicious_volumes",
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
]
