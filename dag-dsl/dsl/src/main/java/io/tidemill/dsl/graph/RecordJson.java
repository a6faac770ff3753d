package io.tidemill.dsl.graph;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the records of this package as canonical JSON.
final class RecordJson {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /// The members of each record, sorted.
  private static final ClassValue<Member[]> MEMBERS = new ClassValue<>() {
    @Override protected Member[] computeValue(Class<?> type) {
      return Arrays.stream(type.getRecordComponents())
          .sorted(Comparator.comparing(RecordComponent::getName))
          .map(component -> new Member(component.getName(), component.getAccessor()))
          .toArray(Member[]::new);
    }
  };

  private record Member(String name, Method accessor) {
    @Nullable Object of(Object owner) {
      try {
        return accessor.invoke(owner);
      } catch (IllegalAccessException | InvocationTargetException closed) {
        throw new IllegalStateException("Expected the public component " + name + " to be readable.", closed);
      }
    }
  }

  private final StringBuilder out;
  private final String without;

  /// @param without name of the member to leave out, empty for none
  RecordJson(StringBuilder out, String without) {
    this.out = out;
    this.without = without;
  }

  void write(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> text(out, text);
      case Enum<?> constant -> text(out, constant.name());
      case Boolean flag -> out.append(flag.booleanValue());
      case Double number -> number(number);
      case Integer number -> out.append(number.intValue());
      case Long number -> out.append(number.longValue());
      case List<?> list -> list(list);
      case Record object -> object(object);
      default ->
        throw new IllegalArgumentException("Expected a graph record, but found a " + value.getClass().getName() + ".");
    }
  }

  private void number(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("Expected a finite number, but found " + number + ".");
    }
    out.append(number == 0 ? 0.0 : number); // no negative zero
  }

  private void list(List<?> list) {
    var separator = '[';
    for (var element : list) {
      out.append(separator);
      write(element);
      separator = ',';
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private void object(Record object) {
    var separator = '{';
    for (var member : MEMBERS.get(object.getClass())) {
      if (!member.name.equals(without)) {
        out.append(separator);
        text(out, member.name);
        out.append(':');
        write(member.of(object));
        separator = ',';
      }
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  static void text(StringBuilder out, String text) {
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || unpaired(text, i)) {
            out.append("\\u").append(HEX.toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean unpaired(String text, int at) {
    var c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
