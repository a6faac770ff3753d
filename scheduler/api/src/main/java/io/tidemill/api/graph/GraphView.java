package io.tidemill.api.graph;

import java.util.List;

/// A graph with the places of its tasks, in pixels from the upper left corner.
///
/// @param groups boxes around tasks, the outer ones first
public record GraphView(String dag, int version, double width, double height, List<Node> nodes, List<Edge> edges,
    List<Group> groups) {
  /// Tasks of the largest graph that is drawn.
  public static final int MOST_TASKS = 2_000;

  /// A task.
  ///
  /// @param type simple name of the type of its result, empty for none
  /// @param source `File.java:line` where it was declared
  public record Node(String id, String kind, String type, String doc, String source, double x, double y, double width,
      double height) {}

  /// An edge.
  ///
  /// @param kind what is taken over it
  /// @param points x and y of its ends and bends, in turn
  public record Edge(String from, String to, String kind, List<Double> points) {}

  /// A group of tasks.
  public record Group(String id, String doc, double x, double y, double width, double height) {}
}
