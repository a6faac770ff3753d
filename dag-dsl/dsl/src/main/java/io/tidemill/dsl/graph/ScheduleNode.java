package io.tidemill.dsl.graph;

/// A declared schedule.
///
/// @param kind `cron` or `interval`
/// @param expression the cron expression, or the interval as ISO-8601 duration
/// @param zone IANA zone id; empty for an interval
public record ScheduleNode(String kind, String expression, String zone) {}
