package io.tidemill.agent.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// What a bundle has in registries of the whole virtual machine: JDBC drivers and MBeans. Such an entry keeps all classes of its bundle.
///
/// Shutdown hooks, and thread locals of threads that the bundle's libraries have started, cannot be looked at from outside.
public final class SharedRegistries {
  private static final String DRIVERS = "META-INF/services/" + Driver.class.getName();

  private SharedRegistries() {}

  /// Registers the JDBC drivers that a bundle brings. The driver manager looks for drivers once in the life of a virtual machine, so
  /// those of a bundle that comes later would not be found.
  ///
  /// @param again whether that was done before and taken down since: their classes do not register themselves a second time
  public static void setUp(LoadedBundle bundle, boolean again) {
    ClassLoader loader = bundle.classLoader();
    if (loader.getResource(DRIVERS) == null) {
      return;
    }
    Iterator<Driver> drivers = ServiceLoader.load(Driver.class, loader).iterator();
    boolean more = true;
    while (more) {
      try {
        more = drivers.hasNext();
        if (more) {
          // Its class registers itself.
          Driver driver = drivers.next();
          if (again) {
            DriverManager.registerDriver(driver);
          }
        }
      } catch (Exception | Error _) {
        // As the driver manager does: a driver that cannot be loaded is none, and whoever needs it is told so.
      }
    }
  }

  /// Takes away what a bundle has registered.
  ///
  /// @param loader its class loader
  /// @return what was taken away, for people
  public static List<String> takeDown(ClassLoader loader) {
    List<String> removed = new ArrayList<>();
    if (loader instanceof BundleClassLoader bundle) {
      removed.addAll(removeDrivers(bundle));
    }
    removed.addAll(removeBeans(loader));
    return removed;
  }

  @SuppressWarnings("unchecked") private static List<String> removeDrivers(BundleClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Should the driver manager look for drivers only now, then not in a bundle.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try (InputStream in = DriverRemoval.class.getResourceAsStream(DriverRemoval.class.getSimpleName() + ".class")) {
      if (in == null) {
        return List.of();
      }
      Class<?> there = loader.defined(DriverRemoval.class.getName(), in.readAllBytes());
      return ((Supplier<List<String>>) there.getConstructor().newInstance()).get();
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
      return List.of("JDBC drivers (failed: " + e + ")");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static List<String> removeBeans(ClassLoader loader) {
    List<String> removed = new ArrayList<>();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName each : server.queryNames(null, null)) {
      try {
        if (loader.equals(server.getClassLoaderFor(each))) {
          server.unregisterMBean(each);
          removed.add("MBean " + each);
        }
      } catch (JMException | RuntimeException _) {
        // It has gone meanwhile, or does not want to go.
      }
    }
    return removed;
  }
}
