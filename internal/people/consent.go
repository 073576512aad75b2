package people

import "zhas/internal/programme"

const (
	// ConsentVersion is the version of the text in force: each change of the text
	// is another one.
	ConsentVersion = 2
	// ConsentYears is for how long consent is given.
	ConsentYears = 5
)

// ConsentText is what a person agrees to before anything is held of them.
type ConsentText struct {
	Version  int
	Operator string
	Years    int
	Text     programme.Text
}

// ConsentText returns the text in force.
func (s *Service) ConsentText() *ConsentText {
	return &ConsentText{Version: ConsentVersion, Operator: s.operator, Years: ConsentYears, Text: consentText}
}

var consentText = programme.Text{
	Kk: "Мен өзім туралы хабарлаған деректерді — аты-жөнімді, жынысымды, туған күнімді, ЖСН-ді, құжатымның нөмірін, телефонымды, электрондық поштамды, тұрғылықты жерімді, білімімді, айналысатын ісімді және басымдық беретін мән-жайларды — бағдарламаға тіркелу, іріктеу және оған қатысу үшін жинауға, өңдеуге және Қазақстанда сақтауға келісемін. Жеке басымды куәландыратын құжаттың көшірмесі алынбайды. Деректерімді өңірімнің үйлестірушісі мен әкімші көре алады, ал басқа қызметкер себебін жазып қана көре алады; кім, қашан және не үшін қарағанын мен көремін. Келісімді кез келген уақытта қайтарып ала аламын: деректерді пайдалануды тоқтата аламын немесе оларды өшіре аламын.",
	Ru: "Я соглашаюсь на сбор, обработку и хранение в Казахстане сведений, которые сообщаю о себе: имени, пола, даты рождения, ИИН, номера документа, телефона, электронной почты, места жительства, образования, занятости и обстоятельств, дающих преимущество, — для регистрации в программе, отбора и участия в ней. Копия удостоверения личности не снимается. Мои данные могут видеть координатор моего региона и администратор, а другой сотрудник — только записав причину; я вижу, кто, когда и зачем их смотрел. Согласие я могу отозвать в любое время: остановить использование данных или удалить их.",
	En: "I agree that what I tell of myself — name, sex, date of birth, identity number, number of the document, telephone, e-mail, place of residence, education, occupation and circumstances that give preference — is collected, processed and kept in Kazakhstan for registering in the programme, for selection and for taking part. No copy of my identity document is made. The coordinator of my region and an administrator may see my data, other staff only after they wrote down why; I see who looked, when and what for. I may take my consent back at any time: have the use of my data stopped, or have it erased.",
}

// GuardianConsentVersion is the version of the text for guardians in force: each
// change of the text is another one.
const GuardianConsentVersion = 2

// GuardianConsentText returns the text in force that a guardian agrees to for a
// minor.
func (s *Service) GuardianConsentText() *ConsentText {
	return &ConsentText{Version: GuardianConsentVersion, Operator: s.operator, Years: ConsentYears, Text: guardianConsentText}
}

var guardianConsentText = programme.Text{
	Kk: "Мен он сегізге толмаған, осы бетте аты көрсетілген жастың заңды өкілімін. Оның өзі туралы хабарлайтын деректерін — аты-жөнін, жынысын, туған күнін, ЖСН-ін, құжатының нөмірін, телефонын, электрондық поштасын, тұрғылықты жерін, білімін, айналысатын ісін және басымдық беретін мән-жайларды — бағдарламаға тіркелу, іріктеу және оған қатысу үшін жинауға, өңдеуге және Қазақстанда сақтауға келісемін. Менің осында көрсеткен аты-жөнім, оған кім болатыным және байланыс дерегім де оның деректерімен бірге сақталады. Жеке басты куәландыратын құжаттың көшірмесі алынбайды. Деректерді тұратын өңірінің үйлестірушісі мен әкімші көре алады, ал басқа қызметкер себебін жазып қана көре алады; кім, қашан және не үшін қарағанын жас өзі көреді. Келісімді осы сілтеме арқылы кез келген уақытта қайтарып ала аламын: деректерді пайдалану бірден тоқтайды. Жас он сегізге толғаннан кейін өзі келіседі; менің келісімім ол он сегізге толатын жылдан кейінгі 31 наурыздан кеш қалмай аяқталады.",
	Ru: "Я — законный представитель несовершеннолетнего, имя которого указано на этой странице. Я соглашаюсь на сбор, обработку и хранение в Казахстане сведений, которые он или она сообщает о себе: имени, пола, даты рождения, ИИН, номера документа, телефона, электронной почты, места жительства, образования, занятости и обстоятельств, дающих преимущество, — для регистрации в программе, отбора и участия в ней. Вместе с ними хранятся моё имя, кем я прихожусь и мой контакт. Копия удостоверения личности не снимается. Данные могут видеть координатор региона, где живёт несовершеннолетний, и администратор, а другой сотрудник — только записав причину; он или она видит, кто, когда и зачем их смотрел. Согласие я могу отозвать по этой ссылке в любое время: использование данных сразу прекратится. После восемнадцатилетия согласие даёт он или она; моё согласие действует не дольше чем до 31 марта года, следующего за годом восемнадцатилетия.",
	En: "I am the guardian of the young person under eighteen whose name stands on this page. I agree that what they tell of themself — name, sex, date of birth, identity number, number of the document, telephone, e-mail, place of residence, education, occupation and circumstances that give preference — is collected, processed and kept in Kazakhstan for registering in the programme, for selection and for taking part. My name, what I am to them and my contact are kept with it. No copy of an identity document is made. The coordinator of the region where they live and an administrator may see the data, other staff only after they wrote down why; they see who looked, when and what for. I may take my consent back by this link at any time: the use of the data then stops at once. From eighteen on they agree themself; my consent ends on 31 March after the year in which they turn eighteen at the latest.",
}
