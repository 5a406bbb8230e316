package io.sluice.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The structure of this module, as rules. */
class ArchitectureTest {

    private static final String ROOT = "io.sluice.gateway";

    /** The library fills their fields before the one thread that starts the process runs them. */
    private static final Set<String> FILLED_BY_PICOCLI =
            Set.of(ROOT + ".GatewayCommand", ROOT + ".ConfigCommand", ROOT + ".SettingsOptions");

    /** The one confined class that other threads hand something over to; its queue is made for that. */
    private static final Set<String> HAND_OVER = Set.of(ROOT + ".hub.FanOut.queue", ROOT + ".hub.FanOut.scheduled");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);

    @Test
    void theRulesSeeTheClasses() {
        assertThat(MAIN.size()).isGreaterThan(120);
        assertThat(TESTS.size()).isGreaterThan(40);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void packagesUseOnlyThoseOfLowerLevels() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("base")
                .definedBy(in("channel", "metrics"))
                .layer("ports")
                .definedBy(ROOT + ".broker", ROOT + ".control")
                .layer("engines")
                .definedBy(in("broker.memory", "broker.redis", "control.memory", "control.redis"))
                .layer("hub")
                .definedBy(in("hub"))
                .layer("auth")
                .definedBy(in("auth"))
                .layer("publish")
                .definedBy(in("publish", "history", "presence"))
                .layer("session")
                .definedBy(in("session"))
                .layer("edges")
                .definedBy(in("transport", "api"))
                .layer("root")
                .definedBy(ROOT)
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("edges")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("edges", "root")
                .whereLayer("publish")
                .mayOnlyBeAccessedByLayers("session", "edges", "root")
                .whereLayer("hub")
                .mayOnlyBeAccessedByLayers("publish", "session", "edges", "root")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("publish", "session", "edges", "root")
                .whereLayer("engines")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("ports")
                .mayNotAccessAnyLayer()
                .whereLayer("base")
                .mayNotAccessAnyLayer()
                .check(MAIN);
    }

    @Test
    void packagesOfOneLevelDoNotKnowEachOther() {
        for (List<String> peers : List.of(
                List.of("channel", "metrics"),
                List.of("broker", "control"),
                List.of("auth", "hub"),
                List.of("transport", "api"))) {
            for (String peer : peers) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + peer + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(in(peers.stream()
                                .filter(other -> !other.equals(peer))
                                .toArray(String[]::new)))
                        .check(MAIN);
            }
        }
    }

    @Test
    void onlyTheRootKnowsWhichEngineRuns() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + "..memory..", ROOT + "..redis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "..memory..", ROOT + "..redis..")
                .check(MAIN);
    }

    @Test
    void redisIsSpokenToInTwoPackagesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("broker.redis", "control.redis"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.redis..")
                .check(MAIN);
    }

    @Test
    void nettyIsKnownWhereFramesAreMadeAndSent() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".transport.websocket..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".hub.SharedFrame")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".hub.LoopTasks")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(MAIN);
    }

    @Test
    void channelRulesKnowNothingOfNetworks() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".channel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(MAIN);
    }

    @Test
    void nothingBlocks() {
        noClasses()
                .should(callAny(Thread.class, "sleep"))
                .orShould(callAny(Thread.class, "join"))
                .orShould(callAny(CompletableFuture.class, "join"))
                .orShould(callAny(CompletableFuture.class, "get"))
                .orShould(callAny(java.util.concurrent.Future.class, "get"))
                .orShould(callAny(CountDownLatch.class, "await"))
                .orShould(callAny(Future.class, "await"))
                .orShould(callAny(Object.class, "wait"))
                .check(MAIN);
    }

    /** A method reference is an access too, though no call. */
    @Test
    void timeAndChanceAreInjected() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".GatewayCommand")
                .should(touchAny(System.class, "currentTimeMillis", "nanoTime"))
                .orShould(touchAny(Instant.class, "now"))
                .orShould(touchAny(Clock.class, "systemUTC", "systemDefaultZone"))
                .orShould(touchAny(Math.class, "random"))
                .check(MAIN);
        noClasses()
                .should(callAny(System.class, "currentTimeMillis"))
                .orShould(callAny(System.class, "nanoTime"))
                .because("even the root only passes method references")
                .check(MAIN);
    }

    @Test
    void aClassWithStateSaysWhoMayTouchIt() {
        fields().that()
                .areNotFinal()
                .and()
                .areNotStatic()
                .and()
                .areDeclaredInClassesThat(
                        describe("are not picocli commands", type -> !FILLED_BY_PICOCLI.contains(type.getName())))
                .should()
                .beDeclaredInClassesThat(describe(
                        "are either @EventLoopConfined or @ThreadSafe",
                        type -> isAnnotated(type, EventLoopConfined.class) != isAnnotated(type, ThreadSafe.class)))
                .check(MAIN);
    }

    @Test
    void noClassIsBothConfinedAndThreadSafe() {
        noClasses()
                .that()
                .areAnnotatedWith(EventLoopConfined.class)
                .should()
                .beAnnotatedWith(ThreadSafe.class)
                .check(MAIN);
    }

    @Test
    void whatIsConfinedToAnEventLoopNeedsNoLocks() {
        DescribedPredicate<JavaClass> confined =
                describe("are @EventLoopConfined", type -> isAnnotated(type, EventLoopConfined.class));
        DescribedPredicate<JavaField> handOver =
                describe("hand something over", field -> HAND_OVER.contains(field.getFullName()));
        DescribedPredicate<JavaClass> forThreads = resideInAnyPackage("java.util.concurrent..", "org.jctools..");
        fields().that()
                .areDeclaredInClassesThat(confined)
                .should()
                .notHaveModifier(JavaModifier.VOLATILE)
                .check(MAIN);
        fields().that()
                .areDeclaredInClassesThat(confined)
                .and(DescribedPredicate.not(handOver))
                .should()
                .notHaveRawType(forThreads)
                .check(MAIN);
        methods()
                .that()
                .areDeclaredInClassesThat(confined)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(MAIN);
    }

    @Test
    void everyPackageIsNullMarkedAndNamedForWhatItHolds() {
        assertThat(MAIN.stream().map(JavaClass::getPackage).distinct())
                .hasSizeGreaterThan(12)
                .allMatch(javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class), "is @NullMarked")
                .extracting(JavaPackage::getName)
                .noneMatch(name -> name.matches(".*\\.(util|utils|misc|impl|common|helper)(\\..*)?"));
    }

    @Test
    void classesAreFinalSealedAbstractRecordsEnumsOrInterfaces() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should(beClosed())
                .check(MAIN);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)").check(MAIN);
        classes()
                .that()
                .haveSimpleNameEndingWith("Settings")
                .should()
                .beRecords()
                .check(MAIN);
        classes()
                .that()
                .implement(
                        resideInAnyPackage(ROOT + ".session").and(describe("SessionState", type -> type.getSimpleName()
                                .equals("SessionState"))))
                .should()
                .beRecords()
                .check(MAIN);
    }

    /** The root hands the registry from the one who keeps it to those who use it. */
    @Test
    void metersAreMadeInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".metrics..", ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.micrometer.core..").and(describe("make meters", type -> !type.getName()
                                .equals("io.micrometer.core.instrument.MeterRegistry"))))
                .check(MAIN);
    }

    @Test
    void onlyTheMainThreadEndsTheProcess() {
        noClasses()
                .that(DescribedPredicate.not(simpleNameEndingWith("Main")))
                .should(callAny(System.class, "exit"))
                .orShould(callAny(Runtime.class, "exit"))
                .orShould(callAny(Runtime.class, "halt"))
                .check(MAIN);
        noClasses()
                .that(DescribedPredicate.not(simpleNameEndingWith("Main").or(simpleNameEndingWith("Command"))))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    @Test
    void logsGoThroughSlf4jAndExceptionsHaveNames() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
        GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(MAIN);
    }

    @Test
    void unitTestsNeitherSleepNorStartContainers() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .should(callAny(Thread.class, "sleep"))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.testcontainers..")
                .check(TESTS);
    }

    /** What is true of a class is true of the classes inside it. */
    private static boolean isAnnotated(JavaClass type, Class<?> annotation) {
        return type.isAnnotatedWith(annotation.getName())
                || type.getEnclosingClass()
                        .filter(outer -> isAnnotated(outer, annotation))
                        .isPresent();
    }

    private static ArchCondition<JavaClass> beClosed() {
        return new ArchCondition<>("be final, sealed, abstract or a record") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open to extension"));
            }
        };
    }

    /** Calls of a method, whatever its parameters. */
    private static ArchCondition<JavaClass> callAny(Class<?> owner, String name) {
        return callMethodWhere(describe(
                owner.getSimpleName() + "." + name + " is called",
                call -> call.getName().equals(name) && call.getTargetOwner().isEquivalentTo(owner)));
    }

    /** Calls of, and references to, methods of these names. */
    private static ArchCondition<JavaClass> touchAny(Class<?> owner, String... names) {
        Set<String> touched = Set.of(names);
        return accessTargetWhere(describe(
                owner.getSimpleName() + "." + String.join("/", names) + " is called or referred to",
                access -> touched.contains(access.getName())
                        && access.getTargetOwner().isEquivalentTo(owner)));
    }

    private static String[] in(String... packages) {
        String[] patterns = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            patterns[i] = ROOT + "." + packages[i] + "..";
        }
        return patterns;
    }
}
