import eu.europa.esig.dss.enumerations.Level;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.policy.EtsiValidationPolicy;
import eu.europa.esig.dss.policy.ValidationPolicyFacade;
import eu.europa.esig.dss.policy.jaxb.BasicSignatureConstraints;
import eu.europa.esig.dss.policy.jaxb.CertificateConstraints;
import eu.europa.esig.dss.policy.jaxb.ConstraintsParameters;
import eu.europa.esig.dss.policy.jaxb.LevelConstraint;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * What veraPDF and EU DSS say of PDF files, one line a verdict, fields between tabs.
 *
 * <pre>
 *   conformance FILE…           file · profile · kept|broken · broken clauses
 *   signatures ROOT.pem FILE…   file · level · indication · sub-indication · errors · warnings
 * </pre>
 *
 * A file that one of them cannot read has the verdict "unreadable". One start for many files: the start is what costs.
 */
public final class Judges {
    private static final List<PDFAFlavour> PROFILES = List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1);

    private Judges() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        switch (given.get(0)) {
            case "conformance" -> conformance(given.subList(1, given.size()));
            case "signatures" -> signatures(given.get(1), given.subList(2, given.size()));
            default -> throw new IllegalArgumentException("conformance or signatures, not " + given.get(0));
        }
    }

    private static void conformance(List<String> files) {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (PDFAFlavour profile : PROFILES) {
                say(file, profile.getId(), kept(file, profile));
            }
        }
    }

    private static String kept(String file, PDFAFlavour profile) {
        try (InputStream data = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(data, profile);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> broken = new TreeMap<>();
            for (TestAssertion one : result.getTestAssertions()) {
                String clause = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                broken.putIfAbsent(clause, one.getMessage());
            }
            return result.isCompliant() ? "kept" : "broken\t" + broken;
        } catch (Exception reason) {
            return "unreadable\t" + reason;
        }
    }

    private static void signatures(String root, List<String> files) throws Exception {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(DSSUtils.loadCertificate(new File(root)));
        EtsiValidationPolicy policy = policy();
        for (String file : files) {
            try {
                judge(file, trusted, policy);
            } catch (RuntimeException reason) {
                say(file, "", "unreadable", "", reason, "");
            }
        }
    }

    /**
     * The policy for advanced signatures that DSS comes with, changed twice: a throw-away authority publishes no
     * revocations, so none are asked for; and a change after certification is an error, not a warning.
     */
    private static EtsiValidationPolicy policy() throws Exception {
        try (InputStream text = ValidationPolicyFacade.class.getResourceAsStream("/policy/constraint.xml")) {
            ConstraintsParameters all = ValidationPolicyFacade.newFacade().unmarshall(text, false);
            BasicSignatureConstraints basic = all.getSignatureConstraints().getBasicSignatureConstraints();
            CertificateConstraints person = basic.getSigningCertificate();
            CertificateConstraints authority = basic.getCACertificate();
            List<LevelConstraint> unasked = List.of(
                    person.getRevocationDataAvailable(), person.getAcceptableRevocationDataFound(),
                    person.getRevocationInfoAccessPresent(), person.getAuthorityInfoAccessPresent(),
                    authority.getRevocationDataAvailable(), authority.getAcceptableRevocationDataFound());
            unasked.forEach(one -> one.setLevel(Level.IGNORE));
            List<LevelConstraint> changes = List.of(
                    basic.getDocMDP(), basic.getUndefinedChanges(), basic.getPdfVisualDifference(),
                    basic.getPdfAnnotationOverlap());
            changes.forEach(one -> one.setLevel(Level.FAIL));
            return new EtsiValidationPolicy(all);
        }
    }

    private static void judge(String file, CommonTrustedCertificateSource trusted, EtsiValidationPolicy policy) {
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setAIASource(null); // asks nobody on the net
        validator.setCertificateVerifier(verifier);
        SimpleReport report = validator.validateDocument(policy).getSimpleReport();
        if (report.getSignatureIdList().isEmpty()) {
            say(file, "", "unsigned", "", "", "");
        }
        for (String id : report.getSignatureIdList()) {
            say(file, report.getSignatureFormat(id), report.getIndication(id), report.getSubIndication(id),
                    sentences(report.getAdESValidationErrors(id)), sentences(report.getAdESValidationWarnings(id)));
        }
    }

    private static List<String> sentences(List<Message> messages) {
        return messages.stream().map(Message::getValue).toList();
    }

    private static void say(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.isEmpty() ? "" : "\t").append(String.valueOf(field).replaceAll("\\s*\\n\\s*", " "));
        }
        System.out.println(line);
    }
}
