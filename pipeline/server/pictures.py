"""Pictures of pages and cells."""

from fastapi import APIRouter

from pipeline.server.desk import Desk


def router(desk: Desk) -> APIRouter:
    """Give the routes ``/page`` and ``/crop``."""
    del desk
    return APIRouter()
