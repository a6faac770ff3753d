package io.tidemill.agent;

import java.io.InputStream;
import java.io.PrintStream;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/// What belongs to the whole virtual machine, and a body can change for all others: default locale and time zone, standard streams, system
/// properties, security providers, the handler of uncaught exceptions. Holds what it was when the agent started, and puts it back.
///
/// System properties that did not exist then are left: libraries set their own. Safe for use by several threads.
final class GlobalState {
  private final Locale locale = Locale.getDefault();
  private final Locale display = Locale.getDefault(Locale.Category.DISPLAY);
  private final Locale format = Locale.getDefault(Locale.Category.FORMAT);
  private final TimeZone zone = TimeZone.getDefault();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final InputStream in = System.in;
  private final Properties holder = System.getProperties();
  private final Map<String, String> properties = texts(holder);
  private final Provider[] providers = Security.getProviders();
  private final Thread.@Nullable UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();

  private static Map<String, String> texts(Properties from) {
    Map<String, String> texts = new HashMap<>();
    from.stringPropertyNames().forEach(name -> texts.put(name, from.getProperty(name)));
    return Map.copyOf(texts);
  }

  /// Puts back what has changed.
  ///
  /// @return what had changed, for people; empty if nothing
  @SuppressWarnings("ReferenceEquality") // the very object
  List<String> restore() {
    if (isSame()) {
      return List.of();
    }
    synchronized (this) {
      List<String> changed = new ArrayList<>();
      restoreLocale(changed);
      restoreZone(changed);
      restoreStreams(changed);
      restoreProperties(changed);
      restoreProviders(changed);
      if (Thread.getDefaultUncaughtExceptionHandler() != handler) {
        Thread.setDefaultUncaughtExceptionHandler(handler);
        changed.add("the default handler of uncaught exceptions");
      }
      return changed;
    }
  }

  /// Whether nothing is different; asked after each attempt, so it allocates next to nothing.
  @SuppressWarnings("ReferenceEquality") // the very objects
  private boolean isSame() {
    return System.out == out && System.err == err && System.in == in && Locale.getDefault().equals(locale)
        && Locale.getDefault(Locale.Category.DISPLAY).equals(display)
        && Locale.getDefault(Locale.Category.FORMAT).equals(format) && TimeZone.getDefault().equals(zone)
        && Thread.getDefaultUncaughtExceptionHandler() == handler && areSame(System.getProperties())
        && Arrays.equals(Security.getProviders(), providers);
  }

  @SuppressWarnings("ReferenceEquality") // the very object
  private boolean areSame(Properties now) {
    if (now != holder) {
      return false;
    }
    for (Map.Entry<String, String> each : properties.entrySet()) {
      if (!each.getValue().equals(now.get(each.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private void restoreLocale(List<String> changed) {
    if (!Locale.getDefault().equals(locale) || !Locale.getDefault(Locale.Category.DISPLAY).equals(display)
        || !Locale.getDefault(Locale.Category.FORMAT).equals(format)) {
      changed.add("the default locale (" + Locale.getDefault().toLanguageTag() + ")");
      Locale.setDefault(locale);
      Locale.setDefault(Locale.Category.DISPLAY, display);
      Locale.setDefault(Locale.Category.FORMAT, format);
    }
  }

  private void restoreZone(List<String> changed) {
    if (!TimeZone.getDefault().equals(zone)) {
      changed.add("the default time zone (" + TimeZone.getDefault().getID() + ")");
      TimeZone.setDefault(zone);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very objects
  private void restoreStreams(List<String> changed) {
    if (System.out != out || System.err != err || System.in != in) {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
      changed.add("the standard streams");
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very object
  private void restoreProperties(List<String> changed) {
    if (System.getProperties() != holder) {
      System.setProperties(holder);
      changed.add("the object of the system properties");
    }
    List<String> names = properties.keySet()
        .stream()
        .filter(name -> !Objects.equals(properties.get(name), holder.get(name)))
        .sorted()
        .toList();
    if (!names.isEmpty()) {
      names.forEach(name -> holder.setProperty(name, properties.get(name)));
      changed.add("system properties (" + String.join(", ", names.subList(0, Math.min(5, names.size())))
          + (names.size() > 5 ? " and " + (names.size() - 5) + " more)" : ")"));
    }
  }

  private void restoreProviders(List<String> changed) {
    if (!Arrays.equals(Security.getProviders(), providers)) {
      Arrays.stream(Security.getProviders()).forEach(each -> Security.removeProvider(each.getName()));
      for (int i = 0; i < providers.length; i++) {
        Security.insertProviderAt(providers[i], i + 1);
      }
      changed.add("the security providers");
    }
  }
}
