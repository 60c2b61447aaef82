"""Scores, their intervals, comparison of runs, agreement of annotators, reports.

Nothing here loads the pipeline: an evaluation reads records and counts.
"""
