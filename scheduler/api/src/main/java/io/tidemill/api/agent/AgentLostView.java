package io.tidemill.api.agent;

/// An agent that was declared gone.
///
/// @param processes how many processes of it had work that is lost now
public record AgentLostView(String name, int processes) {}
