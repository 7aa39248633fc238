"""Proposals (方案建议): the smallest plan that reaches the targets, as an ordinary scenario one can edit."""
