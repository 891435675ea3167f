package se.partnersec.gallra.demo.setup;

import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.adoption.AdoptionService;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.ProgressNote;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Two invented people who put a demonstration's rules in force and agree to its old fiscal years and first runs. Each has a
 * login of her own at the database, made for that and dropped right after: nothing of the program can approve in their place.
 */
public final class DemoApprovers {
    private static final Sentences SENTENCES = Sentences.of("demo");
    private static final String ANNA = "gallra_demo_anna";
    private static final String BO = "gallra_demo_bo";
    private static final String REASON = "invented data";

    private final DatabaseLogin owner;
    private final GallraSettings settings;
    private final ConfigurationFiles files;
    private final ProgressNote note;
    private final List<String> made = new ArrayList<>();

    public DemoApprovers(DatabaseLogin owner, GallraSettings settings, ConfigurationFiles files, ProgressNote note) {
        this.owner = owner;
        this.settings = settings;
        this.files = files;
        this.note = note;
    }

    /** @param going how many records the run of each category may erase; 0 where its limits stay */
    public DemoAgreement agree(Map<DataCategory, Long> going) {
        boolean rules = new RulesInForce(owner(), files.fingerprint(), files.limits(), settings.single())
                        .standing()
                        .state()
                == RulesInForce.State.NONE;
        if (!rules && going.isEmpty()) {
            return new DemoAgreement(null, List.of());
        }
        try {
            DatabaseAccount anna = login(ANNA);
            DatabaseAccount bo = login(BO);
            return new DemoAgreement(rules ? adopt(anna, bo) : null, approve(anna, bo, going));
        } catch (DataAccessException e) {
            note.say(SENTENCES.say("setup.nobody-could-invented-put-rules-force"));
            return new DemoAgreement(null, List.of());
        } finally {
            made.forEach(this::drop);
            made.clear();
        }
    }

    private Approval adopt(DatabaseAccount anna, DatabaseAccount bo) {
        Approval asked =
                at(anna, (jdbc, transaction) -> adoptions(jdbc, transaction).ask(REASON));
        return at(bo, (jdbc, transaction) -> adoptions(jdbc, transaction).approve(asked.number()));
    }

    private AdoptionService adoptions(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new AdoptionService(jdbc, transaction, files.policy(), files.sources(), files.limits());
    }

    /** Fiscal years that were asked for by somebody else than these people. */
    void approveYears(List<Approval> asked) {
        if (asked.isEmpty()) {
            return;
        }
        try {
            at(
                    login(BO),
                    (jdbc, transaction) -> asked.stream()
                            .map(each -> approvals(jdbc, transaction).approveListed(each.number(), files.fingerprint()))
                            .toList());
        } catch (DataAccessException e) {
            note.say(SENTENCES.say("setup.nobody-could-invented-approve-old-fiscal"));
        } finally {
            made.forEach(this::drop);
            made.clear();
        }
    }

    private List<Approval> approve(DatabaseAccount anna, DatabaseAccount bo, Map<DataCategory, Long> going) {
        List<Approval> asked = at(anna, (jdbc, transaction) -> {
            List<Approval> all = new ArrayList<>();
            going.forEach((category, most) -> all.add(approvals(jdbc, transaction)
                    .allow(category, new RunTerms(files.fingerprint(), most == 0 ? null : most, null), REASON)));
            return all;
        });
        return at(
                bo,
                (jdbc, transaction) -> asked.stream()
                        .map(each -> approvals(jdbc, transaction).approveRun(each.number(), files.fingerprint()))
                        .toList());
    }

    private ApprovalService approvals(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new ApprovalService(jdbc, transaction, files.limits().approvalDays());
    }

    private <T> T at(DatabaseAccount person, BiFunction<JdbcTemplate, TransactionTemplate, T> work) {
        Map<DatabaseRole, DatabaseAccount> accounts = new EnumMap<>(settings.accounts());
        accounts.put(DatabaseRole.FINANCE, person);
        GallraSettings theirs = new GallraSettings(
                settings.url(), accounts, settings.bucket(), settings.config(), settings.tags(), settings.chunk());
        try (HikariDataSource pool = DataSourceFactory.pool(theirs, DatabaseRole.FINANCE, 2)) {
            return work.apply(new JdbcTemplate(pool), new TransactionTemplate(new JdbcTransactionManager(pool)));
        }
    }

    private DatabaseAccount login(String name) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        DatabaseAccount account =
                new DatabaseAccount(name, "Aa-" + HexFormat.of().formatHex(random));
        String schema = "`" + settings.schema() + "`";
        String who = " TO '" + name + "'@'%'";
        owner().execute("DROP USER IF EXISTS '" + name + "'@'%'");
        made.add(name);
        List.of(
                        "CREATE USER '" + name + "'@'%' IDENTIFIED BY '" + account.password() + "'",
                        "GRANT SELECT, INSERT (uuid, subject_kind, subject_id, terms, reason, valid_days) ON " + schema
                                + ".approval_request" + who,
                        "GRANT SELECT, INSERT (request_id, requested_by) ON " + schema + ".approval" + who,
                        "GRANT SELECT ON " + schema + ".approval_end" + who,
                        "GRANT SELECT ON " + schema + ".person_login" + who,
                        "GRANT SELECT ON " + schema + ".person_key" + who,
                        "GRANT SELECT ON " + schema + ".key_approval" + who,
                        "GRANT SELECT ON " + schema + ".valid_key" + who,
                        "GRANT SELECT ON " + schema + ".gate" + who,
                        "GRANT EXECUTE ON PROCEDURE " + schema + ".advance_gate" + who,
                        "GRANT SELECT, INSERT (fingerprint, policy, sources) ON " + schema + ".policy_text" + who,
                        "GRANT SELECT, INSERT (request_id, rules, limits) ON " + schema + ".policy_adopted" + who,
                        "GRANT SELECT ON " + schema + ".valid_adoption" + who,
                        "GRANT SELECT ON " + schema + ".valid_approval" + who,
                        "GRANT SELECT, INSERT ON " + schema + ".audit" + who,
                        "GRANT SELECT ON " + schema + ".fiscal_year_version" + who,
                        "GRANT SELECT ON " + schema + ".standing_year_version" + who,
                        "GRANT SELECT ON " + schema + ".valid_fiscal_year" + who,
                        "GRANT SELECT, DELETE ON " + schema + ".kept" + who)
                .forEach(sql -> owner().execute(sql));
        return account;
    }

    private void drop(String name) {
        try {
            owner().execute("DROP USER IF EXISTS '" + name + "'@'%'");
        } catch (DataAccessException e) {
            note.say(SENTENCES.say("setup.user-may-still-there-drop-hand", name));
        }
    }

    private JdbcTemplate owner() {
        return owner.jdbc();
    }
}
