package se.partnersec.gallra.holds.hold;

import java.text.Normalizer;
import java.util.Locale;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.text.Sentences;

/** What a hold is placed on, as it was written. Compared without regard to case, so that it errs to the wider side. */
public record HoldScope(ScopeType kind, String text) {
    private static final Sentences SENTENCES = Sentences.of("holds");

    public HoldScope {
        if (text.isBlank() || text.length() > 255) {
            throw new IllegalArgumentException(SENTENCES.say("hold.hold-must-have-1-255-characters", kind.id()));
        }
    }

    public String key() {
        return key(text);
    }

    /** The form in which keys of holds and keys of records are compared. */
    public static String key(String text) {
        String plain = text.strip();
        // Numbers and the like are their own normal form, and most keys are such.
        return (ascii(plain) ? plain : Normalizer.normalize(plain, Normalizer.Form.NFC)).toLowerCase(Locale.ROOT);
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return kind.id() + " " + text;
    }
}
