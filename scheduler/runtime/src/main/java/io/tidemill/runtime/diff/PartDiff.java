package io.tidemill.runtime.diff;

import io.tidemill.dsl.text.DurationText;
import io.tidemill.runtime.diff.GraphChange.Detail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Compares two forms of one part of a graph, member by member.
final class PartDiff {
  private static final int MOST_CHARS = 200;
  private static final String MILLIS = "Millis";

  private final Set<String> without;
  private final List<Detail> details = new ArrayList<>();

  /// @param without names of members of the part that are not compared
  PartDiff(Set<String> without) {
    this.without = without;
  }

  List<Detail> details() {
    return details;
  }

  void add(String what, String before, String after) {
    details.add(new Detail(what, cut(before), cut(after)));
  }

  /// Compares two objects.
  void compare(JsonNode before, JsonNode after) {
    for (String name : names(before, after)) {
      if (!without.contains(name)) {
        member(name, name, orMissing(before.get(name)), orMissing(after.get(name)));
      }
    }
  }

  private static Set<String> names(JsonNode before, JsonNode after) {
    Set<String> names = new LinkedHashSet<>(after.propertyNames());
    names.addAll(before.propertyNames());
    return names;
  }

  private static JsonNode orMissing(@Nullable JsonNode node) {
    return node == null ? MissingNode.getInstance() : node;
  }

  private void member(String path, String name, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      for (String inner : names(before, after)) {
        member(path + " " + inner, inner, orMissing(before.get(inner)), orMissing(after.get(inner)));
      }
    } else if (name.equals("edges") && before.isArray() && after.isArray()) {
      edges(before, after);
    } else {
      String was = text(name, before);
      String is = text(name, after);
      // An absent member and an empty one say the same.
      if (!was.equals(is)) {
        add(words(path), was, is);
      }
    }
  }

  private void edges(JsonNode before, JsonNode after) {
    List<String> was = texts(before);
    List<String> is = texts(after);
    was.stream().filter(edge -> !is.contains(edge)).forEach(edge -> add("upstream", edge, ""));
    is.stream().filter(edge -> !was.contains(edge)).forEach(edge -> add("upstream", "", edge));
    if (was.size() == is.size() && was.containsAll(is)) {
      add("order of upstreams", String.join(", ", was), String.join(", ", is));
    }
  }

  private static List<String> texts(JsonNode edges) {
    List<String> texts = new ArrayList<>();
    edges.forEach(edge -> texts.add(edge(edge)));
    return texts;
  }

  private static String edge(JsonNode edge) {
    StringBuilder text = new StringBuilder(edge.path("from").asString("?")).append(" (")
        .append(edge.path("kind").asString("?"));
    JsonNode variants = edge.path("variants");
    if (!variants.isEmpty()) {
      text.append(", only ").append(text("variants", variants));
    }
    return text.append(')').toString();
  }

  /// A value as people read it; empty where there is none.
  static String text(String name, JsonNode value) {
    if (value.isArray()) {
      return cut(name.equals("edges")
          ? String.join(", ", texts(value))
          : value.valueStream().map(each -> text("", each)).collect(Collectors.joining(", ")));
    }
    if (value.isObject()) {
      List<String> members = new ArrayList<>();
      for (String member : value.propertyNames()) {
        String text = text(member, orMissing(value.get(member)));
        if (!text.isEmpty()) {
          members.add(words(member) + " " + text);
        }
      }
      return cut(String.join(", ", members));
    }
    if (name.endsWith(MILLIS) && value.isIntegralNumber()) {
      return value.asLong() == 0 ? "" : DurationText.of(Duration.ofMillis(value.asLong()));
    }
    return value.isNull() || value.isMissingNode() ? "" : cut(value.asString(value.toString()));
  }

  /// `resultType` as `result type`.
  static String words(String path) {
    String words = path.replace(MILLIS, "").replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return words.equals("edges") ? "upstream" : words;
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS - 1) + "…";
  }
}
