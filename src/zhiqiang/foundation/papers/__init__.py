"""Official papers: numbered without gap or twin, printed as DOCX and PDF, kept unchanged, computed again."""
