import module java.base;

import io.tidemill.dsl.*;

/// Parameters are a record: each component has a type, and may have a default and a word on what it means. What does not fit
/// is refused before the run exists, all faults at once.

enum Tone {
  PLAIN, LOUD
}

record Params(@Doc("Whom to greet") @Default("Ada,Grace") List<String> names,
    @Doc("How") @Default("PLAIN") Tone tone,
    @Doc("The day of the greeting") @Default("2026-01-01") LocalDate day,
    @Doc("Left out by default") Optional<String> signature) {}

Dag<Params> dag() {
  return Dag.define("parameters", Params.class, d -> d.task("greet").run(String.class, ctx -> {
    var params = ctx.params();
    var text = "Good " + params.day().getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + ", "
        + String.join(" and ", params.names()) + params.signature().map(from -> ". Yours, " + from).orElse("");
    return params.tone() == Tone.LOUD ? text.toUpperCase(Locale.ROOT) : text;
  }));
}

void main(String... args) {
  Dag.main(dag(), args);
}
