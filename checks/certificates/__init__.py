"""Certificates: so many strings suffice for one grammar, checked by a proof assistant."""

from ownlatents.checks.certificates.certificate import STABILITY, Certificate, certificate

__all__ = ["STABILITY", "Certificate", "certificate"]
