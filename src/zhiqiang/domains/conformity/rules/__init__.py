"""Rules of certification and testing, pure: within one record (`records`), and against an official list (`listed`)."""
