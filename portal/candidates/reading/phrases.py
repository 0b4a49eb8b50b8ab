"""What people write over the parts of a CV, in the languages that the reader knows."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What the lines under a heading are about."""

    HEAD = "head"
    CONTACT = "contact"
    SUMMARY = "summary"
    WORK = "work"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    OTHER = "other"


PHRASES: dict[Kind, str] = {
    Kind.CONTACT: """
        contact; contacts; contact me; contact details; contact information; contact info; get in touch; reach me;
        personal details; personal information; personal data; personal info; personal particulars; my details;
        details; bio data; biodata; personal profile details; address; coordonnées; coordonnees; contacto; datos
        personales; datos de contacto; información personal; información de contacto; kontakt; kontaktdaten;
        persönliche daten; persönliche angaben; zur person; personalien; état civil; informations personnelles; dati
        personali; contatti; informazioni personali; dados pessoais; contato; informações pessoais; informações de
        contato; persoonlijke gegevens; persoonsgegevens; contactgegevens; personalia; gegevens; me contacter; wie sie
        mich erreichen; how to reach me; where to find me; find me online; how do we contact you; how can we contact
        you; links; online; social; social media; web; contact & links; dane osobowe; dane kontaktowe; kişisel
        bilgiler; iletişim; személyes adatok; elérhetőség; yhteystiedot; kontaktuppgifter; kontaktinformation;
        kontaktopplysninger; osobní údaje; date personale; me joindre; pour me joindre; me contacter; contact form; so
        erreichen sie mich; erreichbarkeit; kontakt zu mir; cómo contactarme; contáctame; fale comigo; contatti
        personali; bereikbaarheid; zo bereikt u mij; hitta mig; nå meg; kontakt meg; kontakt mig; kontaktoplysninger;
        personuppgifter; personlige opplysninger; personlige oplysninger; persondata; henkilötiedot; yhteystietoni;
        informacje kontaktowe; kontaktní údaje; kontaktné údaje; osobné údaje; informații personale; informații de
        contact; osobni podaci; kontakt podaci; kişisel bilgi; iletişim bilgileri; data pribadi; data diri; informasi
        pribadi; kontak; maklumat peribadi; thông tin cá nhân; thông tin liên hệ; liên hệ""",
    Kind.SUMMARY: """
        summary; profile; about; about me; who i am; objective; career objective; career summary; professional
        summary; professional profile; executive summary; personal statement; personal profile; personal summary;
        overview; bio; summary of qualifications; career profile; career overview; job objective; introduction;
        statement; intro; my profile; my story; in brief; in short; at a glance; goal; career goal; goals; career aim;
        profile summary; summary statement; professional overview; professional statement; professional objective;
        employment objective; resume objective; hello; kurzprofil; profil; über mich; ueber mich; zusammenfassung;
        berufliches profil; profil personnel; profil professionnel; résumé; à propos; a propos; à propos de moi; qui
        suis je; objectif; objectif professionnel; accroche; perfil; perfil profesional; resumen; resumen profesional;
        sobre mí; sobre mi; acerca de mí; objetivo; objetivo profesional; extracto; perfil profissional; resumo;
        resumo profissional; sobre mim; objetivo profissional; sobre; profilo; profilo professionale; profilo
        personale; sommario; chi sono; obiettivo; hakkımda; özet; kariyer hedefi; o mnie; podsumowanie; podsumowanie
        zawodowe; profil zawodowy; rólam; bemutatkozás; om mig; om meg; om mig selv; profiili; tietoa minusta; despre
        mine; o sobie; profiel; persoonlijk profiel; over mij; samenvatting; werkdoel; a bit about me; a little about
        me; what i am looking for; what i offer; value proposition; career statement; background summary; synopsis;
        wie ben ik; wer ich bin; qui suis-je; présentation; presentación; apresentação; presentazione; om mig själv;
        kort om mig; kort om meg; kort om mig; profiltekst; ozet; kişisel profil; hakkinda; ben kimim; kariyer özeti;
        kim jestem; krótko o mnie; o mně; profil osobní; célkitűzés; obiectiv; obiectiv profesional; o meni; tietoja
        minusta; tentang saya; ringkasan; profil singkat; mục tiêu nghề nghiệp; giới thiệu""",
    Kind.WORK: """
        what i did; what i did so far; what i have done so far; practice; professional practice; work continued;
        berufstätigkeit; berufstätigkeiten; employers; where i work; working life; posts; posts held; jobs and
        experience; my working life; on the road; on site; experience; work experience; professional experience;
        employment; employment history; work history; career history; career; professional background; professional
        history; job history; jobs; work; relevant experience; relevant work experience; relevant employment; working
        experience; industry experience; positions held; positions; career progression; career path; my career; career
        and employment; where i have worked; where i've worked; where i worked; what i have done; what i've done;
        places i have worked; experience and employment; roles; professional experience and achievements; work
        background; employment record; sea service; record of service; service record; military service; now and
        before; academic appointments; appointments; employment background; employment experience; employment details;
        career experience; career details; organisational experience; organizational experience; work profile; job
        experience; internship experience; internships; internship; clinical experience; nursing experience; teaching
        experience; legal experience; research experience; driving experience; sales experience; hospitality
        experience; retail experience; military experience; military service; practical experience; recent experience;
        selected experience; previous experience; prior experience; other experience; additional experience; earlier
        experience; earlier career; professional appointments; appointments; academic appointments; career chronology;
        chronology of employment; placements; training contracts; freelance work; freelance experience; work
        placements; experience summary; professional journey; my journey; career journey; industrial experience;
        project management experience; engineering experience; technical experience; management experience; leadership
        experience; on the job; the jobs i have had; jobs i have held; my work; my jobs; what i do; my experience;
        berufserfahrung; berufserfahrungen; beruflicher werdegang; werdegang; berufspraxis; arbeitserfahrung;
        berufliche erfahrung; berufliche erfahrungen; berufliche tätigkeit; berufliche tätigkeiten; berufliche
        laufbahn; berufliche stationen; stationen; praktische erfahrung; praktische erfahrungen; praktika;
        beschäftigung; tätigkeiten; beruflicher hintergrund; bisherige tätigkeiten; bisherige berufserfahrung;
        arbeitsverhältnisse; praxiserfahrung; expérience; expériences; expérience professionnelle; expériences
        professionnelles; parcours professionnel; parcours; emplois; stages; carrière; mes expériences; expérience de
        travail; historique professionnel; stages et emplois; experiencia; experiencias; experiencia laboral;
        experiencia profesional; experiencia de trabajo; trayectoria; trayectoria profesional; trayectoria laboral;
        historial laboral; empleos; prácticas; historia laboral; antecedentes laborales; experiência; experiências;
        experiência profissional; experiências profissionais; trajetória profissional; histórico profissional;
        percurso profissional; emprego; estágios; carreira; esperienza; esperienze; esperienza professionale;
        esperienze professionali; esperienza lavorativa; esperienze lavorative; esperienze di lavoro; percorso
        professionale; carriera; tirocini; storia lavorativa; werkervaring; ervaring; loopbaan; professionele
        ervaring; arbeidsverleden; carrière; stages en werkervaring; relevante werkervaring; arbetslivserfarenhet;
        erfaring; arbeidserfaring; erhvervserfaring; doświadczenie zawodowe; doświadczenie; historia zatrudnienia;
        przebieg kariery; przebieg kariery zawodowej; praca zawodowa; profesní zkušenosti; szakmai tapasztalat;
        munkatapasztalat; tyokokemus; experiență profesională; radno iskustvo; driving history; voyages; vintages;
        shops and kitchens; teaching posts; career to date; employment to date; recent employment; recent roles;
        selected roles; selected experience; pracovní zkušenosti; praxe; iş deneyimi; deneyim; työkokemus; pengalaman
        kerja; kinh nghiệm làm việc; arbetserfarenhet; anställningar; berufsweg; where i have been; my path; my path
        so far; employment so far; çalışma deneyimi; iş tecrübesi; iş deneyimleri; mesleki deneyim; tecrübe;
        tecrübeler; stajlar; historia zawodowa; kariera zawodowa; zatrudnienie; praktyki; zaměstnání; pracovní praxe;
        přehled praxe; pracovné skúsenosti; zamestnanie; munkahelyek; korábbi munkahelyek; gyakorlat; experiența
        profesională; experiență; experiență în muncă; locuri de muncă; radno iskustvo i zaposlenje; iskustvo;
        zaposlenje; delovne izkušnje; työhistoria; työura; ammatillinen kokemus; arbetslivserfarenheter;
        yrkeserfarenhet; arbetsliv; tidigare anställningar; yrkeserfaring; arbeidsliv; ansettelser;
        erhvervserfaringer; ansættelser; job; joberfaring; ansættelsesforhold; werkverleden; loopbaanoverzicht; werk;
        pengalaman; pengalaman profesional; riwayat pekerjaan; pengalaman bekerja; kinh nghiệm; quá trình làm việc;
        kinh nghiệm nghề nghiệp""",
    Kind.EDUCATION: """
        degree; study; school; my school; school and training; schule und ausbildung; what i studied; diploma;
        diplomas; learning and training; schulen; qualifications and courses; school career; education; educational
        background; educational qualifications; educational qualification; education and training; academic
        background; academic qualifications; academic qualification; academics; academic history; academic record;
        qualifications; qualification; academic details; academic profile; academic credentials; education details;
        educational details; educational profile; educational history; education history; education background;
        degrees; studies; schooling; schools; academic education; formal education; university education; higher
        education; education and qualifications; qualifications and training; education and certifications; education
        & credentials; credentials; scholastics; scholastic record; academia; where i studied; where i have studied;
        where i learned; what i have studied; my education; my studies; learning; academic achievements; academic
        chronicle; training; professional qualifications; education and professional qualifications; academic
        training; apprenticeship; apprenticeships; training and education; vocational training; professional training;
        ausbildung; bildung; bildungsweg; schulbildung; studium; akademische ausbildung; schulische ausbildung;
        schule; bildungsgang; ausbildung und studium; studium und ausbildung; hochschulbildung; schulischer werdegang;
        akademischer werdegang; aus und weiterbildung; berufsausbildung; hochschulstudium; schullaufbahn; universität;
        berufliche ausbildung; ausbildungen; formation; formations; études; etudes; diplômes; formation académique;
        formation scolaire; scolarité; parcours scolaire; parcours académique; parcours universitaire; cursus;
        diplômes et formations; formation initiale; mes études; educación; educacion; formación; formacion; formación
        académica; estudios; formación y estudios; titulación; preparación académica; estudios realizados; datos
        académicos; antecedentes académicos; educação; formação; formação académica; formação acadêmica; escolaridade;
        habilitações; habilitações literárias; estudos; histórico acadêmico; istruzione; istruzione e formazione;
        formazione; formazione accademica; studi; titoli di studio; percorso di studi; percorso formativo; opleiding;
        opleidingen; scholing; onderwijs; studie; studies en opleidingen; opleiding en cursussen; utbildning;
        utdanning; uddannelse; wykształcenie; edukacja; tanulmányok; végzettség; opintoja; educație; obrazovanje;
        studium; study; öğrenim; öğrenim bilgileri; wykształcenie i kursy; vzdělání; eğitim; eğitim bilgileri;
        koulutus; pendidikan; học vấn; learned at; learnt at; where i learned; where i trained; öğrenim durumu; eğitim
        durumu; eğitimim; eğitim geçmişi; wykształcenie i szkolenia; szkoły; studia; przebieg edukacji; dosažené
        vzdělání; vzdělanie; iskolák; iskolai végzettség; tanulmányaim; oktatás; studii; studii și formare; pregătire;
        educație și formare; formare; školovanje; obrazovanje i osposobljavanje; izobrazba; opinnot; koulutustausta;
        utbildningar; studier; skolgång; utdannelse; utdanning og kurs; uddannelser; skolegang; studies; onderwijs en
        opleiding; gevolgde opleidingen; riwayat pendidikan; latar belakang pendidikan; pendidikan formal; trình độ
        học vấn; quá trình học tập""",
    Kind.SKILLS: """
        what i do well; what i do best; good at; computer knowledge; technical know how; edv und fachkenntnisse; job
        related skills; skills and tickets; tickets; skills matrix; my toolbox; strong points; what i use; i can; i
        know; i work with; crafts; techniques; specialist areas; skills; skill; key skills; core skills; technical
        skills; professional skills; skill set; skillset; skills summary; summary of skills; core competencies;
        competencies; competences; key competencies; areas of expertise; expertise; technical expertise; technologies;
        technology; tech stack; technical proficiencies; proficiencies; tools; software; software and tools; tools and
        technologies; technical competencies; it skills; computer skills; hard skills; soft skills; transferable
        skills; strengths; key strengths; abilities; capabilities; core capabilities; specialties; specialities;
        specialisms; specializations; areas of knowledge; knowledge; technical knowledge; programming languages;
        skills and abilities; skills and expertise; skills and tools; skills and competencies; skills and strengths;
        skills and technologies; technical summary; technical profile; technical environment; technical stack; my
        skills; what i can do; what i am good at; what i'm good at; what i know; what i bring; things i can do;
        toolbox; toolkit; professional competencies; clinical skills; nursing skills; kitchen skills; legal skills;
        teaching skills; sales skills; management skills; people skills; personal skills; interpersonal skills; other
        skills; additional skills; relevant skills; practical skills; trade skills; machine skills; lab skills;
        laboratory skills; laboratory techniques; skills matrix; skills profile; skills overview; skill highlights;
        key skills and competencies; highlights of skills; core strengths; functional skills; domain skills; skill
        profile; digital skills; design skills; office skills; frameworks; programming; software skills; software
        proficiency; it proficiency; computer proficiency; computer literacy; software knowledge; industry knowledge;
        areas of strength; proficient in; technical tools; industry skills; main skills; top skills; tools and
        software; equipment; machines and tools; methods; methods and tools; technical; fähigkeiten; kenntnisse;
        kompetenzen; fachkenntnisse; edv kenntnisse; it kenntnisse; fähigkeiten und kenntnisse; kenntnisse und
        fähigkeiten; besondere kenntnisse; fachkompetenzen; kernkompetenzen; technische kenntnisse; weitere
        kenntnisse; stärken; qualifikationen; computerkenntnisse; schlüsselqualifikationen; persönliche stärken;
        fachliche kompetenzen; sonstige kenntnisse; soziale kompetenzen; kompetenzprofil; zusatzqualifikationen;
        compétences; competences cles; compétences clés; compétences techniques; compétences professionnelles;
        compétences informatiques; savoir faire; savoir être; atouts; outils; logiciels; outils et logiciels;
        informatique; mes compétences; compétences et outils; domaines de compétences; connaissances; qualités;
        habilidades; competencias; aptitudes; conocimientos; habilidades técnicas; conocimientos técnicos;
        conocimientos informáticos; informática; habilidades y competencias; competencias profesionales; destrezas;
        herramientas; competencias técnicas; capacidades; habilidades profesionales; competências; aptidões;
        conhecimentos; competências técnicas; habilidades e competências; conhecimentos técnicos; ferramentas;
        competências profissionais; competenze; competenze tecniche; competenze professionali; conoscenze
        informatiche; capacità e competenze; abilità; competenze informatiche; conoscenze; capacità; competenze
        digitali; strumenti; competenze personali; vaardigheden; competenties; kennis; computervaardigheden;
        computerkennis; kennis en vaardigheden; vakkennis; it kennis; sterke punten; technische vaardigheden;
        kunskaper; färdigheter; kompetenser; ferdigheter; kompetencer; umiejętności; kwalifikacje; készségek;
        ismeretek; osaaminen; taidot; competențe; abilități; vještine; kompetencje; what i use daily; skills and
        interests; skills and tech; tech; competencies and skills; dovednosti; znalosti; yetenekler; beceriler;
        bilgisayar becerileri; taidot; keahlian; kỹ năng; kompetens; it færdigheder; good with; handy with;
        communication skills; organisational skills; organizational skills; organisational and managerial skills;
        digital competence; digital competences; competenze comunicative; competenze organizzative; competenze
        organizzative e gestionali; competenze digitali; compétences en communication; compétences organisationnelles;
        kommunikative fähigkeiten; organisatorische fähigkeiten; competencias comunicativas; competencias de
        organización; competências de comunicação; competências de organização; yetkinlikler; yetkinliklerim;
        yeteneklerim; bilgi ve beceriler; teknik beceriler; mesleki beceriler; kişisel beceriler; bilgisayar bilgisi;
        uzmanlık alanları; umiejętności zawodowe; umiejętności techniczne; kluczowe umiejętności; znajomość programów;
        mocne strony; odborné znalosti; počítačové znalosti; schopnosti; zručnosti; készségek és képességek;
        számítógépes ismeretek; kompetenciák; aptitudini; competențe profesionale; competențe tehnice; abilitati;
        znanja i vještine; osobne vještine; veštine; kompetencije; osaamisalueet; tietotekniset taidot; vahvuudet;
        egenskaper; datakunskaper; it kunskaper; styrkor; nøkkelkompetanse; kompetanse; datakunnskaper; faglige
        kompetencer; kernekompetencer; faglige kvalifikationer; kwaliteiten; kerncompetenties; computervaardigheid; it
        vaardigheden; sterke kanten; keterampilan; kemampuan; keahlian teknis; kemahiran; kỹ năng chuyên môn; kỹ năng
        mềm; kỹ năng nghề nghiệp""",
    Kind.LANGUAGES: """
        tongues; speaks; i speak; languages; language; language skills; languages spoken; spoken languages; language
        proficiency; languages known; foreign languages; linguistic skills; sprachen; sprachkenntnisse; fremdsprachen;
        langues; langues étrangères; compétences linguistiques; idiomas; lenguas; conocimiento de idiomas; línguas;
        lingue; lingue straniere; conoscenze linguistiche; competenze linguistiche; talen; talenkennis; språk; sprog;
        języki; języki obce; znajomość języków; yabancı diller; dil bilgisi; nyelvek; nyelvtudás; limbi străine;
        limbi; jezici; kielet; kielitaito; språkkunskaper; språkferdigheter; sprogkundskaber; talenkennis; jazyky;
        diller; languages i speak; yabancı dil; kielitaito; bahasa; mother tongue; my languages; mother tongue; other
        languages; lingua madre; altre lingue; muttersprache; weitere sprachen; langue maternelle; autres langues;
        lengua materna; otros idiomas; idioma materno; língua materna; outras línguas; moedertaal; overige talen;
        język ojczysty; inne języki; dil becerileri; bildiğim diller; znajomość języków obcych; jazykové znalosti;
        jazykové schopnosti; idegen nyelvek; nyelvismeret; limbi cunoscute; strani jezici; poznavanje jezika;
        kielitaidot; språkkompetens; språkkunnskap; språkkunnskaper; sprogkompetencer; sprogfærdigheder; bahasa yang
        dikuasai; kemampuan bahasa; ngoại ngữ; ngôn ngữ""",
    Kind.OTHER: """
        talks; helping out; zivildienst; wehrdienst; referee; further; away from work; teaching; also; more about me;
        when not working; besides; certifications; certification; certificates; certificate; licenses; licences;
        licenses and certifications; certifications and licenses; professional certifications; professional
        certification; licensure; registrations; registration; accreditations; professional licenses; certifications
        and training; training and certifications; courses; online courses; additional training; continuing education;
        professional development; workshops; seminars; further training; courses and certificates; courses and
        training; trainings; relevant coursework; coursework; projects; personal projects; key projects; academic
        projects; selected projects; project experience; side projects; portfolio; open source; notable projects;
        project highlights; publications; selected publications; papers; patents; research; research interests;
        thesis; presentations; conferences; talks; conference presentations; awards; honors; honours; awards and
        honors; honors and awards; achievements; key achievements; accomplishments; key accomplishments; recognition;
        scholarships; prizes; awards and achievements; awards and recognition; interests; hobbies; hobbies and
        interests; interests and hobbies; activities; extracurricular activities; leisure; extra curricular
        activities; extra-curricular activities; personal interests; outside work; beyond work; sports; free time;
        volunteer experience; volunteering; volunteer work; voluntary work; community; community service; volunteer;
        community involvement; leadership; leadership and activities; references; referees; reference; professional
        references; references available; declaration; memberships; professional memberships; affiliations;
        professional affiliations; associations; additional information; other information; miscellaneous; other;
        further information; misc; more; availability; driving licence; driving license; visa; work authorization;
        nationality; notice period; salary; career highlights; highlights; selected achievements; selected highlights;
        key highlights; signature; personality; passport details; personal qualities; motto; quotes; life philosophy;
        my time; most proud of; strengths and hobbies; zertifikate; zertifizierungen; weiterbildung; weiterbildungen;
        fortbildungen; fortbildung; kurse; projekte; interessen; hobbys; hobbies und interessen; ehrenamt;
        ehrenamtliches engagement; engagement; auszeichnungen; veröffentlichungen; publikationen; referenzen;
        sonstiges; führerschein; lehrgänge; weitere angaben; mitgliedschaften; verschiedenes; certificats; certificats
        et formations; centres d'intérêt; centres d'interet; loisirs; intérêts; bénévolat; projets; références;
        distinctions; permis; divers; vie associative; informations complémentaires; activités; publications et
        conférences; certificaciones; certificados; cursos; proyectos; intereses; aficiones; voluntariado;
        referencias; premios; logros; otros datos; información adicional; otros; carnet de conducir; publicaciones;
        cursos y certificaciones; formación complementaria; cursos complementarios; certificações; projetos;
        interesses; prêmios; referências; publicações; outras informações; formação complementar; certificazioni;
        corsi; progetti; interessi; volontariato; referenze; pubblicazioni; premi; patente; altre informazioni; hobby;
        certificaten; cursussen; projecten; interesses; hobby's; vrijwilligerswerk; referenties; rijbewijs;
        nevenactiviteiten; overig; kurser; licences and endorsements; licenses and endorsements; tickets and licences;
        habilitations; agréments; permis et habilitations; hakkımda değil; kursy; szkolenia; rodo; zgoda; tanfolyamok;
        national service; national youth service; military; military background; wojsko; certificats et habilitations;
        intressen; fritid; referenser; zainteresowania; certyfikaty; zájmy; kurzy; sertifikalar; hobiler; referanslar;
        dil; harrastukset; sertifikalar; kurslar; hobiler; ilgi alanları; projeler; ödüller; üyelikler; seminerler;
        referans; dodatkowe informacje; projekty; publikacje; nagrody; osiągnięcia; referencje; wolontariat;
        certifikáty; reference; řidičský průkaz; koníčky; dobrovolnictví; ostatní; érdeklődés; hobbi; referenciák;
        egyéb; certificări; cursuri; voluntariat; referințe; proiecte; premii; hobiji; nagrade; volontiranje;
        certifikati; tečajevi; preporuke; suosittelijat; kurssit; sertifikaatit; luottamustehtävät; vapaa aika;
        ajokortti; intresser; fritidsintressen; uppdrag; körkort; kurser och certifikat; övrigt; meriter; referanser;
        verv; frivillig; fritidsinteresser; øvrig; frivilligt arbejde; kurser og certifikater; cursussen en
        certificaten; hobby en interesses; penghargaan; sertifikasi; sertifikat; organisasi; pengalaman organisasi;
        pelatihan; hobi; minat; proyek; chứng chỉ; giải thưởng; sở thích; hoạt động; người tham chiếu; dự án""",
}
