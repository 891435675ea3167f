package se.partnersec.gallra.cli.option;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.support.text.Sentences;

/** Identifier of an order to a run, for whoever may have to give it again. */
public final class OrderIdOption {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Option(
            names = "--order-id",
            paramLabel = "UUID",
            converter = Identifier.class,
            description = "Identifier of the order: given again, it does nothing more.")
    private @Nullable UUID id;

    @Nullable
    public UUID id() {
        return id;
    }

    /** Reads a UUID in its usual form. */
    static final class Identifier implements ITypeConverter<UUID> {
        @Override
        public UUID convert(String text) {
            if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
                throw new TypeConversionException(SENTENCES.say("option.not-uuid", text));
            }
            return UUID.fromString(text);
        }
    }
}
