package io.tidemill.agent.bundle;

import io.tidemill.dsl.Dag;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The method by which a user's class offers its DAG: `Dag<?> dag()`, static, or not static with a constructor without
/// parameters. It need not be public.
final class DagMethod {
  private static final String NAME = "dag";
  private static final ClassDesc DAG = ClassDesc.of(Dag.class.getName());

  private DagMethod() {}

  /// Whether a compiled class has the method, seen without loading it.
  static boolean isOfferedBy(String className, Map<String, byte[]> classes) {
    ClassModel model = ClassFile.of().parse(classes.get(className));
    return !model.flags().has(AccessFlag.ABSTRACT) && model.methods()
        .stream()
        .anyMatch(
            method -> method.methodName().equalsString(NAME) && method.methodTypeSymbol().parameterCount() == 0
                && method.methodTypeSymbol().returnType().equals(DAG));
  }

  /// Builds the DAG.
  ///
  /// @throws BundleException if the class does not offer one
  /// @throws InvocationTargetException with what the user's code threw
  static Dag<?> call(Class<?> type) throws BundleException, InvocationTargetException {
    Method method = find(type);
    if (method == null || !Dag.class.isAssignableFrom(method.getReturnType())) {
      throw new BundleException("Expected a method 'Dag<?> dag()' in class " + type.getName() + ", but found "
          + (method == null ? "none" : "one that returns " + method.getReturnType().getName()));
    }
    try {
      method.setAccessible(true);
      Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
      Dag<?> dag = (Dag<?>) method.invoke(target);
      if (dag == null) {
        throw new BundleException("Expected a DAG from " + type.getName() + ".dag(), but it returned null");
      }
      return dag;
    } catch (IllegalAccessException e) {
      throw new BundleException("Expected to call " + type.getName() + ".dag(), but it is not accessible", e);
    }
  }

  private static Object instance(Class<?> type)
      throws BundleException, InvocationTargetException, IllegalAccessException {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException | InstantiationException e) {
      throw new BundleException("Expected a class with a constructor without parameters, but " + type.getName()
          + " has none; add one or make dag() static", e);
    }
  }

  private static @Nullable Method find(Class<?> type) {
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      try {
        return each.getDeclaredMethod(NAME);
      } catch (NoSuchMethodException _) {
        // looked for in the class above
      }
    }
    return null;
  }
}
