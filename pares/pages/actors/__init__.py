"""Who is asking, and what of the site they may reach: the only place where a request becomes objects.

Pages ask an actor for what they show. What is not the actor's raises NobodyHere, which becomes a 404.
"""
