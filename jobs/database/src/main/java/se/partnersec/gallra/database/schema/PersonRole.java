package se.partnersec.gallra.database.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Roles of persons, each under a database login of its own; nobody has two. {@code sql/roles.sql} has the rights of each. */
public enum PersonRole {
    /** Gives orders to runs; neither places holds nor approves, and starting is the job's. */
    OPERATIONS,
    /** Places holds, enters permits, books and fiscal years, asks for releases, approves what somebody else asked for. */
    FINANCE,
    /** The data-protection officer: requests of data subjects, restrictions, approvals. */
    OFFICER,
    /** Reads the ledger, seals, rules, approvals and holds, without what names people. */
    AUDITOR,
    /** Reads counts. */
    METRICS;

    private static final Sentences SENTENCES = Sentences.of("database");

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the role decides about records, and so reads in the tables of the business what decides. */
    boolean readsBusiness() {
        return this == FINANCE || this == OFFICER;
    }

    /** @throws RefusedException naming the roles there are */
    public static PersonRole of(String id) {
        return Arrays.stream(values())
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say(
                        "schema.there-no-role-choose-from",
                        id,
                        Arrays.stream(values()).map(PersonRole::id).collect(Collectors.joining(", ")))));
    }
}
