package io.tidemill.agent.bundle;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.InvalidDagException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds the DAGs of a bundle by calling the user's `dag()` methods. This runs user code, in the calling thread.
public final class DagFinder {
  private DagFinder() {}

  /// All DAGs of a bundle, in the order of its index.
  ///
  /// @throws BundleException if one cannot be built, told as the user's fault with the place in the user's code
  public static List<Dag<?>> find(LoadedBundle bundle) throws BundleException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(bundle.classLoader());
    try {
      List<Dag<?>> dags = new ArrayList<>();
      Map<String, String> placeOf = new HashMap<>();
      for (String className : bundle.dagClasses()) {
        Dag<?> dag = build(bundle, className);
        String other = placeOf.putIfAbsent(dag.graph().dag(), place(className, dag));
        if (other != null) {
          throw new BundleException("Expected each DAG id once in " + bundle.name() + ", but found '"
              + dag.graph().dag() + "' in " + other + " and in " + place(className, dag) + "; rename one of them");
        }
        dags.add(dag);
      }
      return dags;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String place(String className, Dag<?> dag) {
    return className + dag.graph().tasks().stream().map(task -> " (" + task.place() + ")").findFirst().orElse("");
  }

  private static Dag<?> build(LoadedBundle bundle, String className) throws BundleException {
    try {
      return DagMethod.call(Class.forName(className, true, bundle.classLoader()));
    } catch (ClassNotFoundException e) {
      throw new BundleException("Expected the class " + className + " in " + bundle.name() + ", because "
          + DagIndex.ENTRY + " names it, but found none", e);
    } catch (InvocationTargetException e) {
      throw failed(bundle, className, e.getCause() == null ? e : e.getCause());
    } catch (LinkageError e) {
      Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
      throw failed(bundle, className, cause);
    }
  }

  private static BundleException failed(LoadedBundle bundle, String className, Throwable cause) {
    if (cause instanceof InvalidDagException invalid) {
      return new BundleException(CapturedThrowable.message(invalid), invalid); // it names the place of each problem
    }
    StackTraceFilter trace = new StackTraceFilter(bundle.classLoader());
    CapturedThrowable captured = CapturedThrowable.of(cause);
    String place = trace.place(captured);
    return new BundleException((place.isEmpty() ? className : place) + ": the DAG cannot be built: "
        + trace.text(captured, 16 << 10).strip(), cause);
  }
}
