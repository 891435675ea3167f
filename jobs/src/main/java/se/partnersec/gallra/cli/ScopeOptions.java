package se.partnersec.gallra.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.ScopeKind;

/** What a hold is on, by any key somebody has on paper; exactly one of these. */
final class ScopeOptions {
    @Option(
            names = {"--customer", "--org-no"},
            paramLabel = "KEY",
            description = "Customer: number, organisation number or key.")
    private @Nullable String customer;

    @Option(names = "--user", paramLabel = "KEY", description = "User: user name, e-mail, phone number or key.")
    private @Nullable String user;

    @Option(
            names = {"--invoice", "--ocr"},
            paramLabel = "KEY",
            description = "Invoice: number, OCR or key.")
    private @Nullable String invoice;

    @Option(names = "--record", paramLabel = "CATEGORY:KEY", description = "One record, such as chat-logs:3.")
    private @Nullable String record;

    @Option(names = "--object", paramLabel = "KEY", description = "One object of the bucket, by its exact key.")
    private @Nullable String object;

    @Option(names = "--category", paramLabel = "CATEGORY", description = "A whole category.")
    private @Nullable DataCategory category;

    HoldScope scope(@Nullable CommandSpec spec) {
        try {
            return scope();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private HoldScope scope() {
        if (customer != null) {
            return new HoldScope(ScopeKind.CUSTOMER, customer);
        }
        if (user != null) {
            return new HoldScope(ScopeKind.USER, user);
        }
        if (invoice != null) {
            return new HoldScope(ScopeKind.INVOICE, invoice);
        }
        if (record != null) {
            return new HoldScope(ScopeKind.RECORD, record);
        }
        return object != null
                ? new HoldScope(ScopeKind.OBJECT, object)
                : new HoldScope(ScopeKind.CATEGORY, String.valueOf(category));
    }
}
