package io.tidemill.engine;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/// The walls around the engine, seen on its bytecode.
@AnalyzeClasses(packages = "io.tidemill.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {
  /// Of java.lang only what computes.
  private static final Set<String> HARMFUL = Set.of("java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Runtime",
      "java.lang.Process", "java.lang.ProcessBuilder", "java.lang.ProcessHandle", "java.lang.ClassLoader",
      "java.util.Random", "java.util.SplittableRandom", "java.util.UUID", "java.util.Timer", "java.util.Scanner",
      "java.time.Clock", "java.security.SecureRandom");

  @ArchTest static final ArchRule uses_the_jdk_for_values_only = classes().should()
      .onlyDependOnClassesThat(
          resideInAnyPackage("io.tidemill.engine..", "io.tidemill.dsl", "io.tidemill.dsl.graph..",
              "io.tidemill.dsl.text", "java.lang",
              "java.lang.runtime", "java.lang.invoke", "java.util", "java.util.function", "java.util.stream",
              "java.nio.charset", "java.security", "java.time", "java.time.zone", "org.jspecify.annotations"))
      .because("no thread, lock, file, socket, log or reflection belongs in here");

  @ArchTest static final ArchRule has_no_clock_thread_or_randomness = noClasses().should()
      .dependOnClassesThat(DescribedPredicate.describe("are harmful", c -> HARMFUL.contains(c.getName())))
      .because("time, randomness and ids are inputs");

  @ArchTest static final ArchRule never_asks_for_the_time_or_a_random_number = noClasses().should()
      .callMethodWhere(DescribedPredicate.describe("tells the time or a random number", PurityTest::impure))
      .because("time, randomness and ids are inputs");

  @ArchTest static final ArchRule prints_nothing = noClasses().should()
      .accessField(System.class, "out")
      .orShould()
      .accessField(System.class, "err");

  @ArchTest static final ArchRule no_class_has_a_name_that_says_nothing = noClasses().should()
      .haveSimpleNameEndingWith("Util")
      .orShould()
      .haveSimpleNameEndingWith("Utils")
      .orShould()
      .haveSimpleNameEndingWith("Helper")
      .orShould()
      .haveSimpleNameEndingWith("Manager")
      .orShould()
      .haveSimpleNameEndingWith("Common");

  /// `Engine` stands before the decisions, and these get the `Turn` and the `Capacity` beside it: the three are the engine's
  /// face, and its users find them in one place. All other arrows go one way.
  @ArchTest static final ArchRule packages_have_no_cycles = slices().matching("io.tidemill.engine.(*)..")
      .should()
      .beFreeOfCycles()
      .ignoreDependency(resideInAPackage("io.tidemill.engine.decide"), type(Turn.class).or(type(Capacity.class)))
      .ignoreDependency(type(Engine.class), alwaysTrue());

  @ArchTest static final ArchRule only_appliers_and_the_state_itself_change_state = noClasses().that()
      .resideInAnyPackage("io.tidemill.engine.decide..", "io.tidemill.engine.effect..", "io.tidemill.engine.graph..")
      .should()
      .callMethodWhere(DescribedPredicate.describe("change the state of tasks or shards", PurityTest::changesState));

  private static boolean impure(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    String name = call.getName();
    return owner.equals("java.lang.System") && !name.equals("arraycopy")
        || owner.equals("java.lang.Math") && name.equals("random")
        || owner.startsWith("java.time.") && name.equals("now")
        || name.startsWith("parallel");
  }

  private static boolean changesState(JavaCall<?> call) {
    Set<String> changing = Set.of("move", "restore", "recount", "reset", "reopen", "assign", "countFailure",
        "countLoss",
        "retry", "requestCancel", "requestCleanUpStop", "change", "end", "timeOut", "dropDue", "continueAfter", "arm");
    return call.getTargetOwner().getPackageName().equals("io.tidemill.engine.state")
        && changing.contains(call.getName());
  }
}
