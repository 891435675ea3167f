package se.partnersec.gallra.reports.content;

import static se.partnersec.gallra.reports.table.ReportColumn.Place.LONG;
import static se.partnersec.gallra.reports.table.ReportColumn.Place.ONCE;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.rules.ControllerDeclaration;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.ProcessingRegister;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportColumn;

/** Record of processing activities (GDPR Art. 30(1)): a row for each category. What nobody declared says so. */
final class RegisterReport implements Report {
    private final List<DataCategory> categories;
    private final ProcessingRegister register;
    private final ControllerDeclaration controller;
    private final Map<DataCategory, List<String>> recipients;
    private final Messages words;

    /** @param recipients of copies, as the mapping declares them */
    RegisterReport(
            List<DataCategory> categories,
            ProcessingRegister register,
            ControllerDeclaration controller,
            Map<DataCategory, List<String>> recipients,
            Messages words) {
        this.categories = List.copyOf(categories);
        this.register = register;
        this.controller = controller;
        this.recipients = Map.copyOf(recipients);
        this.words = words;
    }

    @Override
    public String name() {
        return "register";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.text("data"),
                ReportColumn.text("category"),
                ReportColumn.text("controller").at(ONCE),
                ReportColumn.text("joint_controllers").at(ONCE),
                ReportColumn.text("representative").at(ONCE),
                ReportColumn.text("officer").at(ONCE),
                ReportColumn.text("purpose").at(LONG),
                ReportColumn.text("subjects").at(LONG),
                ReportColumn.text("personal_data").at(LONG),
                ReportColumn.text("legal_basis"),
                ReportColumn.text("recipients").at(LONG),
                ReportColumn.text("transfers").at(LONG),
                ReportColumn.text("period"),
                ReportColumn.text("counts_from"),
                ReportColumn.text("rule").at(LONG),
                ReportColumn.text("action"),
                ReportColumn.text("law"),
                ReportColumn.text("promise").at(LONG),
                ReportColumn.text("security").at(ONCE));
    }

    @Override
    public Map<String, String> filters() {
        return Map.of(
                "--category",
                categories.stream().map(DataCategory::id).collect(Collectors.joining(",")),
                "--lang",
                words.language().getLanguage());
    }

    @Override
    public boolean cards() {
        return true;
    }

    @Override
    public void rows(Sink sink) throws IOException {
        for (DataCategory category : categories) {
            ProcessingRegister.Entry entry = register.entry(category);
            sink.row(
                    entry.name(),
                    category.id(),
                    controller(),
                    declared(controller.jointControllers()),
                    declared(controller.representative()),
                    declared(controller.dataProtectionOfficer()),
                    entry.purpose(),
                    entry.subjects(),
                    controller.personalData().getOrDefault(category, entry.data()),
                    entry.basis(),
                    recipients(category),
                    transfers(category),
                    entry.period(),
                    entry.start(),
                    entry.rule(),
                    entry.action(),
                    entry.law(),
                    entry.sentence(),
                    controller.security().isEmpty()
                            ? words.say("report.not-declared")
                            : String.join("; ", controller.security()));
        }
    }

    private String controller() {
        return words.say(
                "report.register.controller",
                declared(controller.name()),
                declared(controller.organisationNumber()),
                declared(controller.contact()));
    }

    private String recipients(DataCategory category) {
        List<String> declared = recipients.getOrDefault(category, List.of());
        return declared.isEmpty() ? words.say("report.register.no-recipients") : String.join("; ", declared);
    }

    private String transfers(DataCategory category) {
        Map<DataCategory, ControllerDeclaration.Transfer> transfers = controller.transfers();
        if (transfers == null) {
            return words.say("report.not-declared");
        }
        ControllerDeclaration.Transfer transfer = transfers.get(category);
        return transfer == null
                ? words.say("report.register.no-transfers")
                : declared(transfer.to()) + ": " + declared(transfer.safeguard());
    }

    private String declared(@Nullable String text) {
        if (text == null) {
            return words.say("report.not-declared");
        }
        return text.equals("none") ? words.say("report.register.none") : text;
    }
}
