package se.partnersec.gallra.policy.wording;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Texts of one data category in one language, from {@code gallra/category/ID_en.properties} or {@code _sv}: {@code name};
 * {@code event}, the start event as it follows "after"; {@code purpose}, what its data is used for, in the words of the privacy
 * policy; {@code subjects}, whose data it is; {@code data}, of what kinds it is; {@code letter}, its heading in an answer to a person (GDPR Art. 12); {@code kept}, if something keeps its records before
 * the period counts, such as a contract.
 */
public final class CategoryTexts {
    private final ResourceBundle texts;

    private CategoryTexts(ResourceBundle texts) {
        this.texts = texts;
    }

    /**
     * Swedish for {@code sv}, otherwise English.
     *
     * @throws MissingResourceException if the category has no texts in it
     */
    public static CategoryTexts of(DataCategory category, Locale locale) {
        Locale language = locale.getLanguage().equals("sv") ? new Locale("sv") : Locale.ENGLISH;
        return new CategoryTexts(ResourceBundle.getBundle(
                "gallra.category." + category, language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
    }

    public String name() {
        return texts.getString("name");
    }

    public String event() {
        return texts.getString("event");
    }

    public String purpose() {
        return texts.getString("purpose");
    }

    /** Categories of data subjects (GDPR Art. 30(1)(c)). */
    public String subjects() {
        return texts.getString("subjects");
    }

    /** Categories of personal data (GDPR Art. 30(1)(c)). */
    public String data() {
        return texts.getString("data");
    }

    public String letter() {
        return texts.getString("letter");
    }

    /**
     * Empty if nothing keeps its records before the period counts.
     *
     * @param limitation of claims, in words; the other against consumers
     */
    public String kept(String limitation, String consumerLimitation) {
        return texts.containsKey("kept") ? String.format(texts.getString("kept"), limitation, consumerLimitation) : "";
    }

    public Set<String> keys() {
        return texts.keySet();
    }
}
