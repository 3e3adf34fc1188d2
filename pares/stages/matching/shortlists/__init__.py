"""Mentees choose between up to three mentors for some days, and the proposal uses what they chose."""
