package io.tidemill.api.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.graph.GraphView;
import io.tidemill.api.graph.GraphView.Edge;
import io.tidemill.api.graph.GraphView.Group;
import io.tidemill.api.graph.GraphView.Node;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GraphLayoutTest {
  private static final Graph BAKERY = Dag.define("bakery", d -> {
    var dough = d.group("kitchen", kitchen -> {
      var mixed = kitchen.task("mix").run(String.class, _ -> "dough");
      return kitchen.task("knead").needs(mixed).run(String.class, (_, it) -> it);
    });
    var oven = d.task("heat-the-oven").run(Integer.class, _ -> 230);
    d.task("bake").needs(dough, oven).run(String.class, (_, it, degrees) -> it + degrees);
  }).graph();

  private final GraphView view = GraphLayout.of(BAKERY, 3);
  private final Map<String, Node> nodes = view.nodes()
      .stream()
      .collect(Collectors.toMap(Node::id, Function.identity()));

  private Node node(String id) {
    return Objects.requireNonNull(nodes.get(id), id);
  }

  @Test void what_follows_stands_further_right_and_nothing_overlaps() {
    assertThat(view.edges()).hasSize(3)
        .allSatisfy(edge -> assertThat(node(edge.from()).x()
            + node(edge.from()).width()).isLessThan(node(edge.to()).x()));
    for (Node a : view.nodes()) {
      for (Node b : view.nodes()) {
        assertThat(
            a.equals(b) || a.x() + a.width() <= b.x() || b.x() + b.width() <= a.x() || a.y() + a.height() <= b.y()
                || b.y() + b.height() <= a.y())
            .as(a + " and " + b)
            .isTrue();
      }
      assertThat(a.x() + a.width()).isLessThanOrEqualTo(view.width());
      assertThat(a.y() + a.height()).isLessThanOrEqualTo(view.height());
    }
  }

  @Test void edges_begin_and_end_at_their_tasks() {
    for (Edge edge : view.edges()) {
      List<Double> points = edge.points();
      Node from = node(edge.from());
      Node to = node(edge.to());
      assertThat(points.getFirst()).isBetween(from.x() + from.width() - 1, from.x() + from.width() + 1);
      assertThat(points.get(1)).isBetween(from.y(), from.y() + from.height());
      assertThat(points.get(points.size() - 2)).isBetween(to.x() - 1, to.x() + 1);
      assertThat(points.getLast()).isBetween(to.y(), to.y() + to.height());
    }
  }

  @Test void a_group_is_a_box_around_its_tasks() {
    assertThat(view.groups()).singleElement().satisfies(group -> {
      assertThat(group.id()).isEqualTo("kitchen");
      assertThat(inside(group, node("mix")) && inside(group, node("knead"))).isTrue();
      assertThat(inside(group, node("bake"))).isFalse();
    });
  }

  private static boolean inside(Group group, Node node) {
    return node.x() >= group.x() && node.x() + node.width() <= group.x() + group.width() && node.y() >= group.y()
        && node.y() + node.height() <= group.y() + group.height();
  }

  @Test void types_are_told_by_their_simple_names_and_the_layout_is_the_same_each_time() {
    assertThat(node("heat-the-oven").type()).isEqualTo("Integer");
    assertThat(GraphLayout.of(BAKERY, 3)).isEqualTo(view);
  }
}
