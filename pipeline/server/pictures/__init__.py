"""Pictures of pages: drawn by a process of its own, kept on disk, shown to the browser.

`routes` answers the browser; `pictures` looks a picture up, has it drawn (`originals`, `renderer`,
`render_process`) and keeps it (`cache`).
"""
