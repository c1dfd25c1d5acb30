"""The gateway: the only public door. A light ASGI app that stores first and decides who answers."""
