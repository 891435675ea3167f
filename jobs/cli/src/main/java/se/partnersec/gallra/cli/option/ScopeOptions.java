package se.partnersec.gallra.cli.option;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What a hold is on, by any key somebody has on paper; exactly one of these. */
public final class ScopeOptions {
    @Option(
            names = {"--customer", "--org-no"},
            paramLabel = "KEY",
            description = "Customer: number, organisation number or key.")
    private @Nullable String customer;

    @Option(names = "--user", paramLabel = "KEY", description = "User: user name, e-mail address, phone number or key.")
    private @Nullable String user;

    @Option(
            names = {"--invoice", "--ocr"},
            paramLabel = "KEY",
            description = "Invoice: number, OCR number or key.")
    private @Nullable String invoice;

    @Option(names = "--record", paramLabel = "CATEGORY:KEY", description = "One record, such as chat-logs:3.")
    private @Nullable String record;

    @Option(names = "--object", paramLabel = "KEY", description = "One object of the bucket, by its exact key.")
    private @Nullable String object;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            completionCandidates = CategoryCandidates.class,
            description = "A whole category.")
    private @Nullable DataCategory category;

    public HoldScope scope(@Nullable CommandSpec spec) {
        try {
            return scope();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private HoldScope scope() {
        if (customer != null) {
            return new HoldScope(ScopeType.CUSTOMER, key(customer));
        }
        if (user != null) {
            return new HoldScope(ScopeType.USER, key(user));
        }
        if (invoice != null) {
            return new HoldScope(ScopeType.INVOICE, key(invoice));
        }
        if (record != null) {
            return new HoldScope(ScopeType.RECORD, record);
        }
        return object != null
                ? new HoldScope(ScopeType.OBJECT, object)
                : new HoldScope(ScopeType.CATEGORY, String.valueOf(category));
    }

    /** As requests write a key; a hold is on whoever bears it, whichever way it is written. */
    private static String key(String text) {
        String stripped = text.strip();
        return stripped.startsWith("id:") && stripped.length() > 3 ? stripped.substring(3) : text;
    }
}
