import module java.base;

import io.tidemill.dsl.*;

/// Which weeks, routes, airports and hours are late: 20,000 real US flights of early 2001, cleaned and added up one file a
/// shard, ranked week by week, joined with the names of the airports, checked, and written up as a report.

record Params(@Doc("Folder with airports.csv and flights/*.csv") @Default("examples/data") String data,
    @Doc("Folder the report is written to") @Default("target/flight-delays") String reports,
    @Doc("Part of the rows that may be bad, 0 to 1") @Default("0.01") double badRows,
    @Doc("Flights a route needs to be ranked; an airport needs ten times as many") @Default("20") int minFlights) {}

record Tally(long flights, long late, long minutes) {
  static Tally of(int delay) {
    return new Tally(1, delay > 15 ? 1 : 0, delay);
  }

  Tally plus(Tally other) {
    return new Tally(flights + other.flights, late + other.late, minutes + other.minutes);
  }

  double mean() {
    return (double) minutes / Math.max(1, flights);
  }
}

record Week(String monday, long rows, List<String> bad, Map<String, Tally> routes, Map<Integer, Tally> hours) {}

record Ranked(String name, Tally tally) {}

record WeekRanking(String monday, Tally all, List<Ranked> routes) {}

record Findings(long rows, List<String> bad, List<WeekRanking> weeks, List<Ranked> routes, List<Ranked> airports,
    List<Ranked> hours) {}

record Report(String file, long rows, long badRows, List<String> findings) {}

sealed interface Verdict {
  record Good(Findings findings) implements Verdict {}

  record TooManyBadRows(long rows, List<String> bad) implements Verdict {}
}

Dag<Params> dag() {
  return Dag.define("flight-delays", Params.class, d -> {
    d.doc("Delays of US flights by week, route, airport and hour, published only if the data is good enough.");
    d.tags("example", "real-data");

    var files = d.task("list-files")
        .runAs(Types.listOf(String.class), ctx -> flightFiles(folder(ctx.params())));
    var names = d.task("airports")
        .runAs(Types.mapOf(String.class, String.class), ctx -> airportNames(folder(ctx.params())));
    var weeks = d.shard("clean")
        .over(files)
        .key(file -> monday(file))
        .with(names)
        .retry(Retry.attempts(3).giveUpOn(NoSuchFileException.class))
        .attemptTimeout(Duration.ofMinutes(1))
        .run(Week.class, (ctx, file, known) -> clean(Path.of(file), known.keySet()));
    var rankings = d.shard("rank")
        .over(weeks) // aligned: a week is ranked as soon as it is clean
        .with(names)
        .run(WeekRanking.class, (ctx, week, known) -> new WeekRanking(week.monday(),
            sum(week.hours().values()), worst(named(week.routes(), known), 5, 3)));
    var verdict = d.task("check")
        .needs(weeks, rankings, names)
        .run(Verdict.class, (ctx, all, ranked, known) -> {
          var found = merge(all, ranked, known, ctx.params().minFlights());
          return found.bad().size() > ctx.params().badRows() * found.rows()
              ? new Verdict.TooManyBadRows(found.rows(), found.bad())
              : new Verdict.Good(found);
        });
    d.branch(verdict)
        .on(Verdict.Good.class, (arm, good) -> arm.task("publish")
            .needs(good)
            .run(Report.class, (ctx, ok) -> publish(ok.findings(), Path.of(ctx.params().reports()))))
        .on(Verdict.TooManyBadRows.class, (arm, bad) -> arm.task("quarantine")
            .needs(bad)
            .run(Report.class, (ctx, refused) -> quarantine(refused, Path.of(ctx.params().reports()))))
        .join("report");
  });
}

static Path folder(Params params) {
  return Stream.of(params.data(), params.data().replaceFirst("^examples/", "")) // from the root, or from within examples/
      .map(Path::of)
      .filter(folder -> Files.isDirectory(folder.resolve("flights")))
      .findFirst()
      .orElseThrow(
          () -> new NonRetryableException("Expected airports.csv and flights/*.csv in the folder " + params.data()
              + " (seen from " + Path.of("").toAbsolutePath() + "), but found no folder flights there."
              + " Start in the root of the repository, or say where it is: data=FOLDER."));
}

static List<String> flightFiles(Path folder) throws IOException {
  try (var files = Files.list(folder.resolve("flights"))) {
    return files.map(Path::toString).filter(name -> name.endsWith(".csv")).sorted().toList();
  }
}

static String monday(String file) {
  return Path.of(file).getFileName().toString().replace("week-", "").replace(".csv", "");
}

static Map<String, String> airportNames(Path folder) throws IOException {
  try (var lines = Files.lines(folder.resolve("airports.csv"))) {
    return lines.skip(1)
        .map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) // commas outside of quotes
        .filter(field -> field[0].matches("[A-Z]{3}"))
        .collect(Collectors.toMap(field -> field[0], field -> field[2] + " (" + field[0] + ")"));
  }
}

static Week clean(Path file, Set<String> airports) throws IOException {
  var bad = new ArrayList<String>();
  var routes = new TreeMap<String, Tally>();
  var hours = new TreeMap<Integer, Tally>();
  var lines = Files.readAllLines(file);
  for (var i = 1; i < lines.size(); i++) {
    try {
      var field = lines.get(i).split(",");
      var hour = LocalDateTime.parse(field[0], DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm")).getHour();
      var tally = Tally.of(Integer.parseInt(field[1]));
      if (!airports.contains(field[3]) || !airports.contains(field[4])) {
        throw new IllegalArgumentException("an airport nobody knows");
      }
      routes.merge(field[3] + ">" + field[4], tally, Tally::plus);
      hours.merge(hour, tally, Tally::plus);
    } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException unfit) {
      bad.add(file.getFileName() + ":" + (i + 1) + ": " + unfit.getMessage());
    }
  }
  return new Week(monday(file.toString()), lines.size() - 1, bad, routes, hours);
}

static Tally sum(Collection<Tally> tallies) {
  return tallies.stream().reduce(new Tally(0, 0, 0), Tally::plus);
}

static Map<String, Tally> named(Map<String, Tally> routes, Map<String, String> names) {
  return routes.entrySet()
      .stream()
      .collect(Collectors.toMap(
          route -> names.get(route.getKey().substring(0, 3)) + " → " + names.get(route.getKey().substring(4)),
          Map.Entry::getValue));
}

static List<Ranked> worst(Map<?, Tally> tallies, long minFlights, int most) {
  return tallies.entrySet()
      .stream()
      .filter(each -> each.getValue().flights() >= minFlights)
      .map(each -> new Ranked(each.getKey().toString(), each.getValue()))
      .sorted(Comparator.comparingDouble((Ranked each) -> -each.tally().mean()).thenComparing(Ranked::name))
      .limit(most)
      .toList();
}

static Findings merge(Shards<Week> weeks, Shards<WeekRanking> rankings, Map<String, String> names, int minFlights) {
  var rows = 0L;
  var bad = new ArrayList<String>();
  var routes = new TreeMap<String, Tally>();
  var airports = new TreeMap<String, Tally>();
  var hours = new TreeMap<Integer, Tally>();
  for (var week : (Iterable<Week>) weeks.results()::iterator) {
    rows += week.rows();
    bad.addAll(week.bad());
    week.routes().forEach((route, tally) -> {
      routes.merge(route, tally, Tally::plus);
      airports.merge(names.get(route.substring(0, 3)), tally, Tally::plus);
    });
    week.hours().forEach((hour, tally) -> hours.merge(hour, tally, Tally::plus));
  }
  return new Findings(rows, bad, rankings.results().toList(), worst(named(routes, names), minFlights, 10),
      worst(airports, 10L * minFlights, 10), worst(hours, minFlights, 24));
}

static Report publish(Findings found, Path folder) throws IOException {
  var text = new StringBuilder("# Delays of US flights, January to March 2001\n");
  section(text, "Weeks from their Monday", found.weeks().stream().map(w -> new Ranked(w.monday(), w.all())).toList());
  section(text, "Latest routes of each week", found.weeks()
      .stream()
      .flatMap(week -> week.routes()
          .stream()
          .map(route -> new Ranked(week.monday() + ", " + route.name(), route.tally())))
      .toList());
  section(text, "Latest routes", found.routes());
  section(text, "Latest airports of departure", found.airports());
  section(text, "Hours of departure, latest first", found.hours());
  return new Report(write(folder, "report.md", text.toString()), found.rows(), found.bad().size(), List.of(
      "latest route: " + first(found.routes()), "latest airport: " + first(found.airports()),
      "latest hour: " + first(found.hours()), "best hour: " + first(found.hours().reversed())));
}

static void section(StringBuilder text, String title, List<Ranked> entries) {
  text.append("\n## ").append(title).append("\n\n| what | flights | mean delay | late |\n|---|--:|--:|--:|\n");
  entries.forEach(each -> text.append(String.format(Locale.ROOT, "| %s | %d | %.1f min | %.0f %% |%n", each.name(),
      each.tally().flights(), each.tally().mean(), 100.0 * each.tally().late() / each.tally().flights())));
}

static String first(List<Ranked> entries) {
  return entries.stream()
      .findFirst()
      .map(each -> String.format(Locale.ROOT, "%s, %.1f min over %d flights", each.name(),
          each.tally().mean(), each.tally().flights()))
      .orElse("none has enough flights");
}

static Report quarantine(Verdict.TooManyBadRows refused, Path folder) throws IOException {
  var file = write(folder, "bad-rows.txt", String.join("\n", refused.bad()) + "\n");
  return new Report(file, refused.rows(), refused.bad().size(), refused.bad().stream().limit(3).toList());
}

/// Whole or not at all, so that a second attempt leaves what the first would have.
static String write(Path folder, String name, String text) throws IOException {
  Files.createDirectories(folder);
  var draft = Files.writeString(Files.createTempFile(folder, name, ".draft"), text);
  return Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE).toString();
}

void main(String... args) {
  Dag.main(dag(), args);
}
