package se.partnersec.gallra.cli.output;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.support.text.VisibleText;

/** The texts of one language; {@code messages_en.properties} and {@code messages_sv.properties} have the same keys. */
public final class CliMessages implements Messages {
    public static final Locale SWEDISH = new Locale("sv");

    private final Locale language;
    private final ResourceBundle texts;

    public CliMessages(Locale language) {
        this.language = language;
        this.texts =
                ResourceBundle.getBundle("messages", language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }

    /** What was asked for, else what the environment prefers, else English. */
    public static CliMessages of(@Nullable String asked, Map<String, String> environment) {
        String preferred = asked;
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (preferred == null && !value.isEmpty()) {
                preferred = value;
            }
        }
        return new CliMessages(preferred != null && preferred.startsWith("sv") ? SWEDISH : Locale.ENGLISH);
    }

    @Override
    public Locale language() {
        return language;
    }

    public boolean swedish() {
        return language.equals(SWEDISH);
    }

    /** The text with its {@code %s} filled in; numbers are grouped, and no argument brings a line of its own. */
    @Override
    public String say(String key, Object... args) {
        Object[] shown = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            shown[i] = args[i] instanceof Number n
                    ? Formats.number(n.longValue())
                    : VisibleText.of(String.valueOf(args[i]));
        }
        return String.format(Formats.OURS, texts.getString(key), shown);
    }

    @Override
    public String code(String prefix, String code) {
        return texts.containsKey(prefix + code) ? texts.getString(prefix + code) : code;
    }

    /** What a code of a verdict or a finding means; the code itself where nobody gave it words. */
    public String reason(String code) {
        return texts.containsKey("reason." + code) ? texts.getString("reason." + code) : code;
    }
}
