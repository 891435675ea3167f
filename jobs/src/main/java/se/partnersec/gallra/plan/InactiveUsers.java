package se.partnersec.gallra.plan;

import java.util.List;
import javax.sql.DataSource;
import se.partnersec.gallra.engine.Assessor;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.SourceReader;
import se.partnersec.gallra.engine.Unseen;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;

/** Lists users for review whom no rule erases: long unseen, of customers with a contract. Changes nothing. */
public final class InactiveUsers {
    private final ReadOnly database;
    private final RetentionPolicy policy;
    private final Sources sources;
    private final KeyKinds kinds;

    /** @param database of an account that may only read */
    public InactiveUsers(DataSource database, RetentionPolicy policy, Sources sources, KeyKinds kinds) {
        this.database = new ReadOnly(database);
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
    }

    /** @param users the category they belong to */
    public List<InactiveUser> list(Category users) {
        return database.look(() -> {
            SourceTable source = sources.table(users.category());
            SourceReader reader = new SourceReader(database.jdbc(), source, kinds);
            Assessor assessor = new Assessor(database.jdbc(), users, policy, sources, kinds);
            return new Unseen(database.jdbc(), source, kinds, users, reader, assessor)
                    .find().stream()
                            .map(each -> new InactiveUser(each.key().text(), each.customer(), each.lastSeen()))
                            .toList();
        });
    }
}
