package people

import "zhas/internal/programme"

const (
	// ConsentVersion is the version of the text in force: each change of the text
	// is another one.
	ConsentVersion = 1
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
	Kk: "Мен өзім туралы хабарлаған деректерді — аты-жөнімді, жынысымды, туған күнімді, ЖСН-ді, телефонымды, электрондық поштамды, тұрғылықты жерімді, білімімді, айналысатын ісімді және басымдық беретін мән-жайларды — бағдарламаға тіркелу, іріктеу және оған қатысу үшін жинауға, өңдеуге және Қазақстанда сақтауға келісемін. Жеке басымды куәландыратын құжаттың көшірмесі алынбайды. Деректерімді өңірімнің үйлестірушісі көре алады; кім, қашан және не үшін қарағанын мен көремін. Келісімді кез келген уақытта қайтарып ала аламын: деректерді пайдалануды тоқтата аламын немесе оларды өшіре аламын.",
	Ru: "Я соглашаюсь на сбор, обработку и хранение в Казахстане сведений, которые сообщаю о себе: имени, пола, даты рождения, ИИН, телефона, электронной почты, места жительства, образования, занятости и обстоятельств, дающих преимущество, — для регистрации в программе, отбора и участия в ней. Копия удостоверения личности не снимается. Мои данные может видеть координатор моего региона; я вижу, кто, когда и зачем их смотрел. Согласие я могу отозвать в любое время: остановить использование данных или удалить их.",
	En: "I agree that what I tell of myself — name, sex, date of birth, identity number, telephone, e-mail, place of residence, education, occupation and circumstances that give preference — is collected, processed and kept in Kazakhstan for registering in the programme, for selection and for taking part. No copy of my identity document is made. The coordinator of my region may see my data; I see who looked, when and what for. I may take my consent back at any time: have the use of my data stopped, or have it erased.",
}
