"""The page of one document: what is printed beside what was read."""

from fastapi import APIRouter

from pipeline.server.desk import Desk


def router(desk: Desk) -> APIRouter:
    """Give the routes below ``/documents``."""
    del desk
    return APIRouter()
