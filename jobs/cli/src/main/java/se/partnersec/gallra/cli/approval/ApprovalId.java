package se.partnersec.gallra.cli.approval;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The name of something that needs two people: {@code A-12}, {@code P-12} or {@code p-20261124-0200}.
 *
 * @param name of a plan; of the others the number alone
 */
public record ApprovalId(Kind kind, String name) {
    private static final Sentences SENTENCES = Sentences.of("cli");

    public enum Kind {
        /** A run beyond its limits, or the release of a hold. */
        REQUEST("a-\\d{1,18}"),
        PERMIT("p-\\d{1,18}"),
        /** Also that of a replay. */
        PLAN("p-\\d{8}-\\d{4}(-\\d{1,3})?");

        private final String form;

        Kind(String form) {
            this.form = form;
        }
    }

    /** Letter of the kind and the number, as people write it. */
    public String text() {
        return switch (kind) {
            case REQUEST -> "A-" + name;
            case PERMIT -> "P-" + name;
            case PLAN -> name;
        };
    }

    long number() {
        return Long.parseLong(name);
    }

    public static final class Converter implements ITypeConverter<ApprovalId> {
        @Override
        public ApprovalId convert(String text) {
            String name = text.toLowerCase(Locale.ROOT);
            for (Kind kind : Kind.values()) {
                if (name.matches(kind.form)) {
                    return new ApprovalId(
                            kind, kind == Kind.PLAN ? name : String.valueOf(Long.parseLong(name.substring(2))));
                }
            }
            throw new TypeConversionException(SENTENCES.say("approval.no-such-number-write-like-12", text));
        }
    }
}
