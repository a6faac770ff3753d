package io.tidemill.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.function.Function;

/// The arrows of the architecture, and one home for each library.
@AnalyzeClasses(packages = "io.tidemill", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /// Protobuf's compiler does not know our rules.
  private static final DescribedPredicate<JavaClass> GENERATED = resideInAnyPackage("io.tidemill.runtime.wire..",
      "io.tidemill.protocol.wire..");

  /// Packages that need each other, and why they may.
  private static final List<Group> GROUPS = List.of(
      new Group("what users import speaks of bodies and graphs; those name types users import, such as the join rule",
          "io.tidemill.dsl", "io.tidemill.dsl.body", "io.tidemill.dsl.code", "io.tidemill.dsl.graph"),
      new Group("the entry calls one decision an input; each decision works on the turn, which is the entry's",
          "io.tidemill.engine", "io.tidemill.engine.decide"));

  @ArchTest static final ArchRule the_arrows_are_those_of_the_architecture = layeredArchitecture()
      .consideringOnlyDependenciesInLayers()
      .layer("dsl")
      .definedBy("io.tidemill.dsl..")
      .layer("engine")
      .definedBy("io.tidemill.engine..")
      .layer("runtime")
      .definedBy("io.tidemill.runtime..")
      .layer("store")
      .definedBy("io.tidemill.store..")
      .layer("gateway")
      .definedBy("io.tidemill.gateway..")
      .layer("timing")
      .definedBy("io.tidemill.timing..")
      .layer("cluster")
      .definedBy("io.tidemill.cluster..")
      .layer("api")
      .definedBy("io.tidemill.api..")
      .layer("console")
      .definedBy("io.tidemill.console..")
      .layer("protocol")
      .definedBy("io.tidemill.protocol..")
      .layer("agent")
      .definedBy("io.tidemill.agent..")
      .layer("daemon")
      .definedBy("io.tidemill.daemon..")
      .whereLayer("daemon")
      .mayNotBeAccessedByAnyLayer()
      .whereLayer("agent")
      .mayOnlyBeAccessedByLayers("daemon")
      .whereLayer("api")
      .mayOnlyBeAccessedByLayers("console", "daemon")
      .whereLayer("console")
      .mayOnlyBeAccessedByLayers("daemon")
      .whereLayer("gateway")
      .mayOnlyBeAccessedByLayers("daemon")
      .whereLayer("cluster")
      .mayOnlyBeAccessedByLayers("daemon")
      .whereLayer("timing")
      .mayOnlyBeAccessedByLayers("daemon")
      .whereLayer("store")
      .mayOnlyBeAccessedByLayers("daemon")
      .whereLayer("protocol")
      .mayOnlyBeAccessedByLayers("agent", "gateway", "daemon")
      .whereLayer("runtime")
      .mayOnlyBeAccessedByLayers("store", "timing", "cluster", "gateway", "api", "daemon")
      .whereLayer("engine")
      .mayOnlyBeAccessedByLayers("runtime", "store", "timing", "gateway", "api", "daemon")
      .whereLayer("dsl")
      .mayOnlyBeAccessedByLayers("engine", "runtime", "store", "gateway", "api", "console", "agent", "daemon");

  @ArchTest static final ArchRule only_the_store_knows_sql = home("io.tidemill.store..", "org.jdbi..",
      "javax.sql..", "com.zaxxer..", "org.flywaydb..", "org.h2..", "org.postgresql..");

  // The drivers that a bundle brings are registered and taken down with it.
  @ArchTest static final ArchRule only_the_store_and_the_bundles_know_jdbc = homes(List.of("io.tidemill.store..",
      "io.tidemill.agent.bundle.."), "java.sql..");

  @ArchTest static final ArchRule only_the_timing_knows_quartz = home("io.tidemill.timing..", "org.quartz..");

  @ArchTest static final ArchRule only_the_cluster_knows_hazelcast = home("io.tidemill.cluster..", "com.hazelcast..");

  @ArchTest static final ArchRule only_the_console_knows_the_web_server = home("io.tidemill.console.rest..",
      "io.javalin..",
      "org.eclipse.jetty..", "jakarta.servlet..");

  @ArchTest static final ArchRule only_the_layout_knows_the_layout_library = home("io.tidemill.api.layout..",
      "org.eclipse.elk..", "org.eclipse.emf..");

  @ArchTest static final ArchRule only_the_daemon_knows_the_command_line_and_logging = home("io.tidemill.daemon..",
      "picocli..", "ch.qos.logback..");

  @ArchTest static final ArchRule bytes_of_facts_and_of_messages_are_known_where_they_are_made = homes(
      List.of("io.tidemill.runtime..", "io.tidemill.protocol.."), "com.google.protobuf..");

  @ArchTest static final ArchRule only_the_two_ends_of_a_remote_session_know_the_network = homes(
      List.of("io.tidemill.protocol.remote..", "io.tidemill.gateway.remote..", "io.tidemill.agent.remote..",
          "io.tidemill.daemon.."),
      "io.grpc..");

  @ArchTest static final ArchRule user_code_is_compiled_and_loaded_by_the_agent_only = noClasses().that()
      .resideOutsideOfPackage("io.tidemill.agent.bundle..")
      .should()
      .dependOnClassesThat(resideInAnyPackage("javax.tools..")
          .or(DescribedPredicate.describe("load classes", type -> type.isAssignableTo(ClassLoader.class)
              && !type.getName().equals(ClassLoader.class.getName()))));

  @ArchTest static final ArchRule the_dsl_needs_nothing_but_the_jdk = classes().that()
      .resideInAPackage("io.tidemill.dsl..")
      .should()
      .onlyDependOnClassesThat(resideInAnyPackage("io.tidemill.dsl..", "java..", "org.jspecify.."));

  @ArchTest static final ArchRule the_engine_has_no_clock_no_thread_and_no_chance = noClasses().that()
      .resideInAPackage("io.tidemill.engine..")
      .should()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(java.time.Instant.class, "now")
      .orShould()
      .callMethod(java.time.LocalDate.class, "now")
      .orShould()
      .callMethod(java.time.Clock.class, "systemUTC")
      .orShould()
      .dependOnClassesThat()
      .belongToAnyOf(Thread.class, java.util.Random.class, java.util.SplittableRandom.class,
          java.util.UUID.class, java.util.concurrent.ThreadLocalRandom.class);

  @ArchTest static final ArchRule names_say_what_a_class_is = noClasses().that(DescribedPredicate.not(GENERATED))
      .should()
      .haveNameMatching(".*(Util|Utils|Helper|Manager|Common|Misc)");

  @ArchTest static final ArchRule there_is_no_java_deserialisation = noClasses().should()
      .dependOnClassesThat()
      .belongToAnyOf(java.io.ObjectInputStream.class);

  @ArchTest static final ArchRule live_state_is_asked_through_one_port = noClasses().that()
      .resideOutsideOfPackages("io.tidemill.runtime..", "io.tidemill.simulation..", "io.tidemill.benchmarks..")
      .should()
      .callMethod(io.tidemill.runtime.SchedulerNode.class, "inspect", int.class, java.util.function.Function.class)
      .because("what only the owner knows is asked of OwnerQueries, so that another scheduler may answer");

  @ArchTest static final ArchRule modules_have_no_cycles = slices()
      .assignedFrom(new Slices("modules", ArchitectureTest::module))
      .should()
      .beFreeOfCycles();

  @ArchTest static final ArchRule packages_have_no_cycles = slices()
      .assignedFrom(new Slices("packages", ArchitectureTest::packageOrGroup))
      .should()
      .beFreeOfCycles();

  private static ArchRule home(String home, String... libraries) {
    return homes(List.of(home), libraries);
  }

  private static ArchRule homes(List<String> homes, String... libraries) {
    return noClasses().that()
        .resideOutsideOfPackages(homes.toArray(String[]::new))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries));
  }

  private static String module(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.");
    return parts.length < 3 ? "" : parts[2];
  }

  private static String packageOrGroup(JavaClass type) {
    String name = type.getPackageName();
    return GROUPS.stream()
        .filter(group -> group.packages().contains(name))
        .map(Group::reason)
        .findFirst()
        .orElse(name);
  }

  /// Packages that count as one.
  ///
  /// @param reason why they need each other
  private record Group(String reason, List<String> packages) {
    Group(String reason, String... packages) {
      this(reason, List.of(packages));
    }
  }

  /// Slices by a name each class has.
  private record Slices(String description, Function<JavaClass, String> name) implements SliceAssignment {
    @Override public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(name.apply(type));
    }

    @Override public String getDescription() {
      return description;
    }
  }
}
