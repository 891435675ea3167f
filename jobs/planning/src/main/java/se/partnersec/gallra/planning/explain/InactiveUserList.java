package se.partnersec.gallra.planning.explain;

import java.util.List;
import javax.sql.DataSource;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.verify.InactiveUserQuery;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Lists users for review whom no rule erases: long unseen, of customers with a contract. Changes nothing. */
public final class InactiveUserList {
    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;

    /** @param database of an account that may only read */
    public InactiveUserList(
            DataSource database, RetentionPolicy policy, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this.database = new ReadOnlySnapshot(database);
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
    }

    /** @param users the category they belong to */
    public List<InactiveUser> list(Category users) {
        return database.look(() -> {
            CategoryMapping source = sources.table(users.category());
            RecordReader reader = new RecordReader(database.jdbc(), source, kinds, tags);
            Assessor assessor = new Assessor(database.jdbc(), users, policy, sources, kinds, tags);
            return new InactiveUserQuery(database.jdbc(), source, kinds, users, reader, assessor)
                    .find().stream()
                            .map(each -> new InactiveUser(each.key().text(), each.customer(), each.lastSeen()))
                            .toList();
        });
    }
}
