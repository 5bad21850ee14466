"""Workbooks in: read in a child process, matched to a register, previewed, corrected, committed whole, undone."""
