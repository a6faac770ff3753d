package io.tidemill.api.layout;

import io.tidemill.api.graph.GraphView;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.GroupNode;
import io.tidemill.dsl.graph.TaskNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/// Lays a graph out in layers from left to right, groups as boxes. The same graph gets the same layout. Safe for use by several
/// threads.
public final class GraphLayout {
  private static final double WIDTH = 168;
  private static final double HEIGHT = 46;
  private static final double LETTER = 7;
  private static final int LETTERS = 14;
  private static final int MOST_LETTERS = 34;
  private static final ElkPadding GROUP_PADDING = new ElkPadding(30, 14, 14, 14);

  static {
    LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  private final Graph graph;
  private final ElkNode root = ElkGraphUtil.createGraph();
  private final Map<String, ElkNode> groups = new LinkedHashMap<>();
  private final Map<String, ElkNode> tasks = new LinkedHashMap<>();
  private final List<Drawn> edges = new ArrayList<>();

  private record Drawn(EdgeNode edge, TaskNode to, ElkEdge drawn) {}

  private record Place(double x, double y) {}

  private GraphLayout(Graph graph) {
    this.graph = graph;
  }

  /// Lays a graph out.
  public static GraphView of(Graph graph, int version) {
    return new GraphLayout(graph).view(version);
  }

  private GraphView view(int version) {
    options(root);
    graph.groups().forEach(group -> {
      ElkNode box = ElkGraphUtil.createNode(groups.getOrDefault(group.parent(), root));
      options(box);
      box.setProperty(CoreOptions.PADDING, GROUP_PADDING);
      groups.put(group.id(), box);
    });
    graph.tasks().forEach(task -> {
      ElkNode node = ElkGraphUtil.createNode(groups.getOrDefault(task.group(), root));
      int letters = Math.clamp(task.id().length(), LETTERS, MOST_LETTERS);
      node.setDimensions(WIDTH + (letters - LETTERS) * LETTER, HEIGHT);
      tasks.put(task.id(), node);
    });
    graph.tasks().forEach(task -> task.edges().forEach(edge -> {
      ElkNode from = tasks.get(edge.from());
      ElkNode to = tasks.get(task.id());
      if (from != null && to != null) {
        edges.add(new Drawn(edge, task, ElkGraphUtil.createSimpleEdge(from, to)));
      }
    }));
    new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
    return new GraphView(graph.dag(), version, root.getWidth(), root.getHeight(),
        graph.tasks().stream().map(this::node).toList(), edges.stream().map(GraphLayout::edge).toList(),
        graph.groups().stream().map(this::group).filter(group -> group.width() > 0).toList());
  }

  private static void options(ElkNode node) {
    node.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    node.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    node.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    node.setProperty(CoreOptions.PADDING, new ElkPadding(12));
    node.setProperty(LayeredOptions.SPACING_NODE_NODE, 18.0);
    node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 44.0);
    node.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 18.0);
    node.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 10.0);
    node.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, 28.0);
    node.setProperty(LayeredOptions.RANDOM_SEED, 1);
  }

  private GraphView.Node node(TaskNode task) {
    ElkNode node = Objects.requireNonNull(tasks.get(task.id()));
    Place place = place(node);
    return new GraphView.Node(task.id(), task.kind().name(), type(task.resultType()), task.doc(), task.place(), place.x,
        place.y, node.getWidth(), node.getHeight());
  }

  private GraphView.Group group(GroupNode group) {
    ElkNode node = Objects.requireNonNull(groups.get(group.id()));
    Place place = place(node);
    boolean empty = node.getChildren().isEmpty();
    return new GraphView.Group(group.id(), group.doc(), place.x, place.y, empty ? 0 : node.getWidth(),
        node.getHeight());
  }

  private static GraphView.Edge edge(Drawn each) {
    Place origin = place(each.drawn.getContainingNode());
    List<Double> points = new ArrayList<>();
    for (ElkEdgeSection section : each.drawn.getSections()) {
      points.add(origin.x + section.getStartX());
      points.add(origin.y + section.getStartY());
      section.getBendPoints().forEach(bend -> {
        points.add(origin.x + bend.getX());
        points.add(origin.y + bend.getY());
      });
      points.add(origin.x + section.getEndX());
      points.add(origin.y + section.getEndY());
    }
    return new GraphView.Edge(each.edge.from(), each.to.id(), each.edge.kind().name(), points);
  }

  /// Places are told by ELK from the corner of the parent.
  private static Place place(ElkNode node) {
    double x = 0;
    double y = 0;
    for (ElkNode each = node; each.getParent() != null; each = each.getParent()) {
      x += each.getX();
      y += each.getY();
    }
    return new Place(x, y);
  }

  /// A type as people say it: `List<Airport>` for `java.util.List<example.Airport>`.
  private static String type(String name) {
    return name.equals("void") ? "" : name.replaceAll("[\\p{L}\\p{N}_]+[.$](?=[\\p{L}\\p{N}_])", "");
  }
}
