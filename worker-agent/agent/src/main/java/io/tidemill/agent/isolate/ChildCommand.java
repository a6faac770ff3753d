package io.tidemill.agent.isolate;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemill.dsl.TaskContext;
import io.tidemill.protocol.Assignment;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/// How the process of an attempt is started: with the Java and the jars of this process.
///
/// It does not get the ahead-of-time cache of the command line. That was tried: the cache brings the classes of the whole daemon,
/// so the body began no sooner (after about a second, with and without), and the process took 45 MiB more.
final class ChildCommand {
  /// Gives the pipes the numbers 3 and 4, out of the way of whatever prints or reads; a Ctrl-C is for the agent, which then says
  /// what shall become of its attempts.
  private static final String SHELL = "trap '' INT HUP; exec \"$@\" 3<&0 4>&1 0</dev/null 1>&2";

  private ChildCommand() {}

  /// @param main class to run; it is told where frames come from, where they go, and [Isolation#silence]
  /// @param folder working directory of the process
  static List<String> of(String main, Path folder, Isolation isolation) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "sh", java()));
    command.addAll(List.of("-Xmx" + isolation.heapMegabytes() + "m", "-XX:+UseSerialGC", "-Xshare:auto",
        "-XX:+ExitOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash", "-XX:+DisplayVMOutputToStderr",
        "-XX:ErrorFile=" + folder.resolve(ExitDiagnosis.CRASH_FILE), "-Djava.io.tmpdir=" + folder,
        "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
        "-Dslf4j.internal.verbosity=ERROR", "-cp", path(), main, "/dev/fd/3", "/dev/fd/4",
        isolation.silence().toString()));
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String path() {
    return Stream.of(ChildCommand.class, Assignment.class, TaskContext.class, JsonMapper.class, JsonParser.class,
        JsonTypeInfo.class, Caffeine.class, Logger.class)
        .map(ChildCommand::place)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
