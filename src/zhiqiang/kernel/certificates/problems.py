"""What stops a certificate from being made or read."""


class CertificateError(ValueError):
    """A certificate, code or key that cannot be made or read; the message says why, in Chinese, for people."""
