package io.tidemill.daemon.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import io.tidemill.api.Operations;
import io.tidemill.api.access.AccessTokenRequest;
import io.tidemill.api.dag.RemoveRequest;
import io.tidemill.api.http.Role;
import io.tidemill.api.run.AssetUpdatesView;
import io.tidemill.api.run.RunStarted;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.schedule.LateSlotFilter;
import io.tidemill.console.rest.ApiServer;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.config.ConfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The console in a real browser, against a real scheduler with real runs: the journeys of its users, and what no page may do.
class ConsoleTest {
  private static final String TOKEN = "secret of the test";
  private static final int PATIENCE_MILLIS = 30_000;
  private static final String EVIL = "<img src=x onerror=document.evil=1><script>document.evil=1</script>";
  private static final String AXE = "/axe.min.js";

  @TempDir static Path directory;

  private static Chromium chromium;
  private static Daemon daemon;
  private static ApiServer server;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll static void start() {
    chromium = Chromium.open();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    DataDirectory data = DataDirectory.at(directory.resolve("data"));
    data.make();
    daemon = Daemon.serve(data, ConfigReader.read(data.path(), Map.of()).config(), "test");
    server = ApiServer.start(daemon.operations(), TOKEN, daemon.callers(), 0);
  }

  @AfterAll static void stop() {
    if (server != null) {
      server.close();
      daemon.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach void open() {
    open(ColorScheme.LIGHT);
    page.context()
        .request()
        .post(address("/session"), RequestOptions.create()
            .setData(Map.of("token", TOKEN))
            .setHeader("Origin",
                address("")));
  }

  private void open(ColorScheme colours) {
    context = chromium.browser()
        .newContext(new NewContextOptions().setViewportSize(1_280, 860).setColorScheme(colours));
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
  }

  @AfterEach void close() {
    context.close();
    assertThat(complaints).as("complaints of the browser, also about its policy").isEmpty();
  }

  private static String address(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private static Operations operations() {
    return daemon.operations();
  }

  private static void deploy(String id, String params, String body) {
    String file = """
        import module java.base;
        import io.tidemill.dsl.*;

        record Params(%s) {}

        Dag<Params> dag() {
          return Dag.define("%s", Params.class, d -> {
        %s
          });
        }

        void main() {}
        """.formatted(params, id, body.indent(4));
    operations().versions().deploy(id.replace('-', '_') + ".java", file.getBytes(StandardCharsets.UTF_8), null);
  }

  private static void deployWithoutParameters(String id, String body) {
    String file = """
        import module java.base;
        import io.tidemill.dsl.*;

        Dag<NoParams> dag() {
          return Dag.define("%s", d -> {
        %s
          });
        }

        void main() {}
        """.formatted(id, body.indent(4));
    operations().versions().deploy(id + ".java", file.getBytes(StandardCharsets.UTF_8), null);
  }

  private static RunStarted run(String dag) {
    return operations().runs().start(new StartRequest(dag, null, null, List.of()));
  }

  private static RunStarted ended(RunStarted run) {
    await().atMost(60, SECONDS).until(() -> operations().runs().get(run.dag(), run.run()).run().ended());
    return run;
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
  }

  private Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(name).setExact(true));
  }

  private static LocatorAssertions shown(Locator locator) {
    return assertThat(locator);
  }

  @Test void a_failed_run_is_understood_and_only_what_failed_runs_again_in_three_clicks() throws IOException {
    Path cure = directory.resolve("cure");
    deploy("nightly", "", """
        var keys = d.task("keys").runAs(Types.listOf(Integer.class), ctx -> List.of(1, 2, 3, 4));
        var work = d.shard("work").over(keys).key(k -> "k" + k).run(Integer.class, (ctx, k) -> {
          if (k == 3 && !Files.exists(Path.of("%s"))) throw new IllegalStateException("no cure for " + k);
          return k;
        });
        d.task("sum").needs(work).run(Integer.class, (ctx, all) -> (int) all.results().count());
        """.formatted(cure));
    RunStarted run = ended(run("nightly"));
    page.navigate(address("/"));
    shown(page.getByText("1 of 4 shards of work failed: IllegalStateException: no cure for 3 at")).isVisible();
    Files.createFile(cure);

    link("nightly/" + run.run()).first().click();
    shown(page.locator(".cause")).containsText("1 of 4 shards of work failed");
    button("Re-run failed + downstream…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    shown(dialog.locator("tbody tr")).hasCount(2);
    shown(dialog.locator("tbody tr").first()).containsText("1 shard");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Re-run 2 tasks")).click();

    shown(page.locator("h1 .state")).hasText("Success");
    assertThat(operations().runs().get("nightly", run.run()).tasks()).extracting(task -> task.shards() == null
        ? 0
        : task.shards().done()).contains(4);
  }

  @Test void a_shard_that_failed_is_found_with_its_error_and_log() {
    deploy("parts", "", """
        d.shard("crunch").overRange(0, 500, 1).run(Long.class, (ctx, range) -> {
          System.out.println("at " + range.from());
          if (range.from() == 321) throw new IllegalArgumentException("odd one");
          return range.from();
        });
        """);
    RunStarted run = ended(run("parts"));
    page.navigate(address("/dags/parts/runs/" + run.run()));

    page.locator("[data-task=crunch]").click();
    shown(page.locator(".drawer canvas")).isVisible();
    shown(page.locator(".drawer")).containsText("500 shards");
    page.locator(".drawer .shards").getByText("odd one").click();
    shown(page.locator(".drawer .failure")).containsText("IllegalArgumentException: odd one");
    shown(page.locator(".drawer .log-lines")).containsText("at 321");
    assertThat(page.url()).contains("task=crunch", "shard=321");

    button("Re-run this shard + downstream…").click();
    shown(page.getByRole(AriaRole.DIALOG).locator("tbody tr")).hasCount(1);
    shown(page.getByRole(AriaRole.DIALOG).locator("tbody tr")).containsText("1 shard");
  }

  @Test void a_task_that_waits_says_why() {
    deploy("needy", "", """
        var first = d.shard("first").overRange(0, 10, 1).concurrency(2).run(Long.class, (ctx, range) -> {
          new CountDownLatch(1).await();
          return range.from();
        });
        d.task("second").needs(first).exec((ctx, all) -> {});
        """);
    RunStarted run = run("needy");
    await().atMost(60, SECONDS)
        .until(() -> operations().runs().get("needy", run.run()).tasks().getFirst().waits() != null);
    page.navigate(address("/dags/needy/runs/" + run.run()));

    page.locator("[data-task=second]").click();
    shown(page.locator(".why")).containsText("Why it waits");
    page.locator(".why a").click();
    shown(page.locator(".why")).containsText("no more than 2 run at a time");

    page.navigate(address("/agents"));
    link("local").click();
    Locator work = page.locator(".panel").filter(new Locator.FilterOptions().setHasText("What local does"));
    shown(work).containsText("needy/" + run.run() + "/first");
    shown(work).containsText("Running");
    work.getByText("needy/" + run.run() + "/first").first().click();

    button("Cancel…").click();
    page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TEXTBOX).fill("enough");
    button("Cancel the run").click();
    shown(page.locator("h1 .state")).hasText("Cancelled");

    page.navigate(address("/audit?dag=needy"));
    Locator row = page.locator("tr[data-row]").filter(new Locator.FilterOptions().setHasText("runs.cancel"));
    shown(row).containsText("needy/" + run.run());
    shown(row).containsText("owner");
    shown(row).containsText("enough");
    page.getByLabel("What").selectOption("versions");
    shown(page.locator("tr[data-row]")).hasCount(1);
    shown(page.locator("tr[data-row]")).containsText("versions.deploy");
  }

  @Test void the_grid_shows_every_task_of_every_run_and_leads_to_each() {
    deploy("flaky", "@Default(\"false\") boolean bad", """
        var a = d.task("first").run(Integer.class, ctx -> 1);
        d.task("second").needs(a).exec((ctx, n) -> { if (ctx.params().bad()) throw new IllegalStateException("odd"); });
        """);
    ended(run("flaky"));
    RunStarted bad = ended(operations().runs().start(new StartRequest("flaky", null, null, List.of("bad=true"))));
    page.navigate(address("/dags/flaky?tab=grid"));

    shown(page.locator(".grid-names a")).hasText(new String[]{"first", "second"});
    shown(page.locator(".grid-bars a")).hasCount(2);
    page.locator(".grid-cells").focus();
    page.keyboard().press("ArrowLeft");
    page.keyboard().press("ArrowDown");
    shown(page.locator(".grid-said")).hasText("second in run " + bad.run() + ": Failed");
    page.keyboard().press("Enter");
    shown(page.locator(".drawer .failure")).containsText("IllegalStateException: odd");
  }

  @Test void a_run_is_started_with_other_parameters_by_a_form_that_checks_them() {
    deploy("report", "int year, @Default(\"EU\") String region", """
        d.task("print").run(String.class, ctx -> ctx.params().region() + ctx.params().year());
        """);
    page.navigate(address("/dags/report"));

    button("Trigger…").click();
    shown(button("Start run")).isDisabled();
    page.getByLabel("year").fill("2026");
    page.getByLabel("region").fill("US");
    button("Start run").click();

    shown(page.locator("h1")).containsText("report/1");
    shown(page.locator("h1 .state")).hasText("Success");
    page.getByText("Parameters & results").click();
    shown(page.locator(".json")).hasText("\"US2026\"");
  }

  @Test void nothing_a_task_says_is_ever_html() {
    deploy("evil", "", """
        d.doc("%1$s");
        d.owner("%1$s");
        var said = d.task("say").doc("%1$s").run(String.class, ctx -> {
          System.out.println("%1$s");
          System.out.println("\\u001b[31m%1$s\\u001b]8;;javascript:document.evil=1\\u0007link");
          return "%1$s";
        });
        d.task("fail").needs(said).exec((ctx, it) -> { throw new IllegalStateException(it); });
        """.formatted(EVIL));
    RunStarted run = ended(run("evil"));
    String address = "/dags/evil/runs/" + run.run();
    for (String path : List.of("/", "/dags", "/dags/evil", "/dags/evil?tab=about", "/dags/evil?tab=graph",
        "/dags/evil?tab=grid", "/runs",
        address, address + "?task=fail", address + "?tab=timeline", address + "?tab=tasks",
        address + "?tab=log&task=say",
        address + "?tab=values", "/dags/%3Cimg%20src=x%20onerror=document.evil=1%3E",
        "/runs?dag=%3Cimg%20src=x%20onerror=document.evil=1%3E")) {
      page.navigate(address(path));
      shown(page.locator("main > :not(.tabs)").first()).isVisible();
      page.waitForLoadState();
      if (path.contains("tab=log")) {
        shown(page.locator(".log-lines")).containsText(EVIL);
      }
      assertThat(page.evaluate("document.querySelectorAll('main img, main script').length")).as(path).isEqualTo(0);
      assertThat(page.evaluate("document.evil ?? 'good'")).as(path).isEqualTo("good");
    }
    complaints.removeIf(each -> each.contains("404"));
  }

  @Test void lines_of_a_log_are_an_address_and_are_searched() {
    deploy("talk", "",
        "d.task(\"talk\").exec(ctx -> { for (int i = 1; i <= 3000; i++) System.out.println(\"line \" + i); });");
    RunStarted run = ended(run("talk"));
    page.navigate(address("/dags/talk/runs/" + run.run() + "?tab=log&task=talk#L2000-L2002"));

    shown(page.locator(".log-line.on")).hasCount(3);
    shown(page.locator(".log-line.on").first()).containsText("line 2000");
    page.getByLabel("Search the log").fill("line 2999");
    page.getByLabel("Search the log").press("Enter");
    shown(page.locator(".log-line.hit")).containsText("line 2999");
    page.getByLabel("Search all logs").fill("LINE 1234");
    page.getByLabel("Search all logs").press("Enter");
    shown(page.locator(".hits li")).hasCount(1);
    page.locator(".hits a").click();
    shown(page.locator(".log-line.on")).containsText("line 1234");
    assertThat((int) page.evaluate("document.querySelectorAll('.log-line').length")).as("only what is in sight")
        .isLessThan(200);
  }

  @Test void what_changes_shows_without_loading_the_page_again() throws IOException {
    Path go = directory.resolve("go");
    deploy("slow", "",
        "d.task(\"wait\").exec(ctx -> { while (!Files.exists(Path.of(\"" + go + "\"))) Thread.sleep(20); });");
    page.navigate(address("/dags/slow"));
    shown(page.locator(".live.live")).isVisible();
    RunStarted run = run("slow");
    link("" + run.run()).click();
    shown(page.locator("h1 .state")).hasText("Running");
    Files.createFile(go);
    shown(page.locator("h1 .state")).hasText("Success");
  }

  @Test void the_palette_finds_a_dag_by_some_of_its_letters() {
    deploy("find-me", "", "d.task(\"nothing\").exec(ctx -> {});");
    page.navigate(address("/runs"));
    shown(page.locator("h1")).hasText("Runs");
    page.keyboard().press("Control+k");
    page.getByRole(AriaRole.COMBOBOX, new GetByRoleOptions().setName("Find a DAG, run, page or action")).fill("fndme");
    shown(page.locator(".palette li").first()).containsText("find-me");
    page.keyboard().press("Enter");
    shown(page.locator("h1")).hasText("find-me");
    page.goBack();
    shown(page.locator("h1")).hasText("Runs");
  }

  @Test void all_schedules_are_paused_for_maintenance_and_a_resume_says_first_what_it_does() {
    deploy("nightly", "", """
        d.schedule(Cron.daily("02:30", "Europe/Berlin"), slot -> new Params());
        d.task("a").exec(ctx -> {});
        """);
    page.navigate(address("/schedule"));
    shown(page.locator(".slot-lane .slot-track i")).hasCount(1);
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    button("Maintenance…").click();
    dialog.locator("input[aria-label=From]").fill("2060-03-27T00:00");
    dialog.locator("input[aria-label=To]").fill("2060-03-30T00:00");
    dialog.locator("input[aria-label=Reason]").fill("store upgrade");
    button("Show what it does").click();
    shown(dialog).containsText("the DAG was in maintenance");
    dialog.getByText("Set", new Locator.GetByTextOptions().setExact(true)).click();
    Locator planned = page.locator(".stale").filter(new Locator.FilterOptions().setHasText("maintenance planned"));
    shown(planned).containsText("store upgrade");
    button("Call off").click();
    shown(planned).hasCount(0);
    button("Pause all…").click();
    dialog.getByText("Pause", new Locator.GetByTextOptions().setExact(true)).click();
    Locator paused = page.locator(".stale")
        .filter(new Locator.FilterOptions().setHasText("all DAGs are paused by console"));
    shown(paused).isVisible();
    shown(page.locator("td .state").filter(new Locator.FilterOptions().setHasText("Paused")).first()).isVisible();
    deploy("fast", "", """
        d.schedule(Every.of(Duration.ofSeconds(1)).startBy(Duration.ofSeconds(1)), slot -> new Params());
        d.task("a").exec(ctx -> {});
        """);
    shown(page.locator("td .state").filter(new Locator.FilterOptions().setHasText("Late")).first()).isVisible();
    assertThat(operations().schedules().late(new LateSlotFilter("fast", null, 1, 10)).getFirst().why())
        .isEqualTo("the DAG is paused");
    operations().dags().remove("fast", new RemoveRequest(true));

    paused.getByText("Resume…").click();
    shown(dialog).containsText("creates no run");
    dialog.getByText("Resume", new Locator.GetByTextOptions().setExact(true)).click();
    shown(paused).hasCount(0);
    page.navigate(address("/dags/nightly?tab=schedule"));
    shown(page.locator("main")).containsText("cron 30 2 * * * Europe/Berlin");
  }

  @Test void a_new_version_is_deployed_with_its_difference_before_it_and_rolled_back() {
    deploy("price", "", "d.task(\"a\").exec(ctx -> {});");
    String next = """
        import module java.base;
        import io.tidemill.dsl.*;

        record Params() {}

        Dag<Params> dag() {
          return Dag.define("price", Params.class, d -> {
            d.task("a").exec(ctx -> {});
            d.task("b").exec(ctx -> {});
          });
        }

        void main() {}
        """;
    page.navigate(address("/dags"));
    button("Deploy…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("A Java source file")
        .setInputFiles(new FilePayload("price.java", "text/plain",
            next.getBytes(StandardCharsets.UTF_8)));
    shown(dialog.locator(".changes tr.added")).containsText("task b");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Deploy").setExact(true)).click();

    shown(page.locator(".facts").first()).containsText("version 2");
    button("Make active…").click();
    shown(dialog.locator(".changes tr.removed")).containsText("task b");
    dialog.getByText("Make version 1 active").click();
    shown(page.locator(".facts").first()).containsText("version 1");
    assertThat(operations().dags().get("price").version()).isEqualTo(1);
  }

  @Test void whoever_may_only_look_sees_what_a_button_needs() {
    deploy("guarded", "", "d.task(\"a\").exec(ctx -> {});");
    String token = operations().accessTokens()
        .create(new AccessTokenRequest("night watch", Role.VIEWER, null))
        .token();
    context.clearCookies();
    page.navigate(address("/login?next=/dags/guarded"));
    page.getByLabel("Token").fill(token);
    button("Log in").click();

    shown(button("Trigger…")).isDisabled();
    shown(button("Trigger…")).hasAttribute("title", "This needs the role operator; night watch has the role viewer");
    page.getByTitle("More").click();
    shown(page.locator(".menu-note")).hasText("night watch, viewer");
    complaints.removeIf(each -> each.contains("401"));
  }

  @Test void missed_slots_are_backfilled_after_their_plan_was_shown_and_say_so() {
    deploy("reports", "LocalDate day, @Default(\"1\") long rows", """
        d.schedule(Cron.daily("02:30", "Europe/Berlin").start(Instant.parse("2026-10-01T00:00:00Z")),
            slot -> new Params(slot.date(), 2));
        d.task("report").run(String.class, ctx -> ctx.params().toString());
        """);
    page.navigate(address("/dags/reports?tab=backfills"));
    button("New backfill…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("From").fill("2026-10-01");
    dialog.getByLabel("To, not part of it").fill("2026-10-03");
    dialog.locator("#param-rows").fill("7");
    button("Show plan").click();
    shown(dialog.locator("tbody tr")).hasCount(2);
    button("Run 2 slots").click();

    shown(page.locator("tr[data-row]")).hasCount(2);
    shown(page.locator("tr[data-row] .state").filter(new Locator.FilterOptions().setHasText("Success"))).hasCount(2);
    assertThat(operations().runs().get("reports", 1).params()).hasToString("{\"day\":\"2026-10-01\",\"rows\":7}");
    page.navigate(address("/dags/reports?tab=schedule"));
    shown(page.locator("main")).containsText("backfilled, the last by");
  }

  @Test void an_asset_tells_what_updates_it_and_its_event_starts_what_was_shown_before() {
    deploy("load", "", "d.task(\"write\").produces(Asset.of(\"sales\")).run(Integer.class, ctx -> 1);");
    deployWithoutParameters("chart",
        """
            d.runOn(OnAssets.all(Asset.of("sales"), Asset.of("prices")));
            d.task("draw").run(String.class, ctx -> ctx.assetUpdates().stream()
                .map(each -> each.asset().name() + " " + each.producer() + " " + each.note()).collect(Collectors.joining(", ")));
            """);
    RunStarted load = ended(run("load"));
    page.navigate(address("/assets"));
    Locator row = page.locator("tr[data-row]").filter(new Locator.FilterOptions().setHasText("load/" + load.run()));
    shown(row).containsText("sales");
    shown(page.locator("main")).containsText("chart waits");
    page.locator("td a.strong").filter(new Locator.FilterOptions().setHasText("prices")).click();
    shown(page.locator("main")).containsText("It has had no event yet");
    button("Send event…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    shown(dialog.locator("tbody tr")).containsText("runs at once");
    dialog.getByLabel("Note, for the runs and for others to read").fill("new list");
    button("Send event").last().click();

    page.getByText("chart/1").click();
    shown(page.locator(".facts"))
        .containsText("sales #1 from load/" + load.run() + "/write, prices #1 from outside, console");
    shown(page.locator("h1 .state")).hasText("Success");
    page.getByText("Parameters & results").click();
    shown(page.locator(".json")).hasText("\"sales load/" + load.run() + "/write , prices null new list\"");
    assertThat(operations().runs().get("chart", 1).assetUpdates()).extracting(AssetUpdatesView::text)
        .containsExactly("sales #1 from load/" + load.run() + "/write", "prices #1 from outside, console: new list");
    link("prices #1").click();
    shown(page.locator("tr[data-row]").last()).containsText("chart/1");
  }

  @Test void who_has_no_session_logs_in_with_the_token_and_gets_where_he_wanted() {
    context.clearCookies();
    page.navigate(address("/runs?status=FAILED"));
    page.getByLabel("Token").fill("guess");
    button("Log in").click();
    shown(page.getByRole(AriaRole.ALERT)).containsText("Expected an access token");
    page.getByLabel("Token").fill(TOKEN);
    button("Log in").click();
    shown(page.locator("h1")).hasText("Runs");
    assertThat(page.url()).endsWith("/runs?status=FAILED");
    complaints.removeIf(each -> each.contains("401"));
  }

  @ParameterizedTest
  @EnumSource(value = ColorScheme.class, names = {"LIGHT",
      "DARK"}) void no_page_shuts_out_who_reads_it_with_other_means(ColorScheme colours) throws IOException {
    deploy("broken", "@Default(\"1\") int n",
        """
            var a = d.task("a").produces(Asset.of("axed")).run(Integer.class, ctx -> { System.out.println("hi"); return 1; });
            d.task("b").needs(a).exec((ctx, n) -> { throw new IllegalStateException("broken"); });
            """);
    deploy("nightly", "", """
        d.schedule(Cron.daily("02:30", "Europe/Berlin"), slot -> new Params());
        d.task("a").exec(ctx -> {});
        """);
    RunStarted run = ended(run("broken"));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
    String axe;
    try (InputStream in = Objects.requireNonNull(ConsoleTest.class.getResourceAsStream(AXE))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String address = "/dags/broken/runs/" + run.run();
    for (String path : List.of("/", "/dags", "/dags/broken", "/dags/broken?tab=about", "/dags/broken?tab=versions",
        "/dags/broken?tab=grid",
        "/runs", "/assets", "/assets/axed", "/agents", "/cluster", "/audit", "/schedule", "/dags/nightly?tab=schedule",
        address,
        address + "?task=b",
        address + "?tab=timeline",
        address + "?tab=tasks",
        address + "?tab=log", address + "?tab=values", "/dags/broken?trigger=1")) {
      page.navigate(address(path));
      shown(page.locator("main h1").first()).isVisible();
      page.evaluate(axe);
      Object violations = page.evaluate(
          """
              axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(result => result.violations.map(
                each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.html + ' ' + node.failureSummary).join(' | ')))
              """);
      assertThat((List<?>) violations).as(path).isEmpty();
    }
  }
}
