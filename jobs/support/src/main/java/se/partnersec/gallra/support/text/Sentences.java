package se.partnersec.gallra.support.text;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.jspecify.annotations.Nullable;

/**
 * Errors, refusals and their details of one module, from {@code gallra/texts/MODULE_en.properties} and {@code _sv}, in the display
 * language of the process ({@link Locale.Category#DISPLAY}): Swedish for {@code sv}, otherwise English. A page in a language that its
 * reader chose comes from {@code LabelledText} instead.
 */
public final class Sentences {
    private static final Locale SWEDISH = new Locale("sv");

    private static final ThreadLocal<@Nullable Locale> HERE = new ThreadLocal<>();

    private final String bundle;

    private Sentences(String bundle) {
        this.bundle = bundle;
    }

    /** Nothing is read before the first sentence is asked for. */
    public static Sentences of(String module) {
        return new Sentences("gallra.texts." + module);
    }

    /** Speaks the language of whoever started this process. */
    public static void speak(Locale language) {
        Locale.setDefault(Locale.Category.DISPLAY, language);
    }

    /** Speaks a language in this thread alone, whatever the process speaks; null for that of the process again. */
    public static void speakHere(@Nullable Locale language) {
        if (language == null) {
            HERE.remove();
        } else {
            HERE.set(language);
        }
    }

    /**
     * One sentence with its {@code %s} filled in.
     *
     * @throws java.util.MissingResourceException if the module has no such sentence
     */
    public String say(String key, @Nullable Object... args) {
        Locale here = HERE.get();
        return in(here == null ? Locale.getDefault(Locale.Category.DISPLAY) : here, key, args);
    }

    /** The same in a language of choice. */
    public String in(Locale chosen, String key, @Nullable Object... args) {
        Locale language = chosen.getLanguage().equals("sv") ? SWEDISH : Locale.ENGLISH;
        ResourceBundle texts =
                ResourceBundle.getBundle(bundle, language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
        return String.format(Locale.ROOT, texts.getString(key), args);
    }
}
