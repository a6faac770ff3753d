package io.tidemill.dsl.graph;

/// A named group of tasks, shown as one box.
///
/// @param id id of the group, unique in the DAG
/// @param parent id of the enclosing group, empty at the top
/// @param doc Markdown, empty where nothing was written
public record GroupNode(String id, String parent, String doc) {}
