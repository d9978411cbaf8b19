"""The window around the pages: navigation, header row, sync pill, palette, toasts."""
